"""What core/math is held against: correctly rounded values.

    python3 -m venv bench/peers/.venv && bench/peers/.venv/bin/pip install gmpy2 mpmath
    node bench/math.ts FOLDER && bench/peers/.venv/bin/python bench/peers/rounding.py FOLDER [--keep src/core/math/worst.json]

gmpy2 computes each value by MPFR to 160 bits; the worst are computed again by mpmath, by algorithms of its own. An error is the
distance to the exact value in units in the last place of it. --keep writes the 20 worst arguments of every function, the correctly
rounded value, and how far (in the same unit) the exact value lies above it.
"""
import array
import heapq
import json
import pathlib
import sys

import gmpy2
import mpmath
from gmpy2 import mpfr

PRECISION = 160
mpmath.mp.prec = 220
gmpy2.get_context().precision = PRECISION
gmpy2.get_context().emin, gmpy2.get_context().emax = -100000, 100000

EXACT = {
    'exp': gmpy2.exp, 'expm1': gmpy2.expm1, 'log': gmpy2.log, 'log1p': gmpy2.log1p, 'log2': gmpy2.log2, 'log10': gmpy2.log10,
    'sin': gmpy2.sin, 'cos': gmpy2.cos, 'tanh': gmpy2.tanh, 'cbrt': gmpy2.cbrt, 'acos': gmpy2.acos, 'hypot': gmpy2.hypot,
    'pow': lambda x, y: x**y,
    'norm': lambda *x: gmpy2.sqrt(gmpy2.fsum([v * v for v in x])),
}


def by_mpmath(name, x):
    with mpmath.workprec(1200 if name in ('sin', 'cos') else 2200 if name == 'norm' else 300):
        x = [mpmath.mpf(v) for v in x]
        special = {
            'log2': lambda v: mpmath.log(v) / mpmath.log(2), 'log10': lambda v: mpmath.log(v) / mpmath.log(10),
            'cbrt': lambda v: mpmath.sign(v) * mpmath.cbrt(abs(v)), 'pow': mpmath.power,
            'hypot': lambda a, b: mpmath.sqrt(a * a + b * b), 'norm': lambda *v: mpmath.sqrt(sum(w * w for w in v)),
        }
        return +special.get(name, getattr(mpmath, name, None))(*x)


def unit(exact):
    """A unit in the last place of a float64 of that size."""
    return gmpy2.exp2(max(gmpy2.get_exp(exact), -1021) - 53) if exact else gmpy2.exp2(-1074)


OVERFLOW = mpfr(2) ** 1024 - mpfr(2) ** 970


def error(value, exact):
    if value in (float('inf'), float('-inf')) or abs(exact) >= OVERFLOW:
        beyond = abs(exact) >= OVERFLOW and abs(value) == float('inf') and (value > 0) == (exact > 0)
        return 0 if beyond else float('inf')
    return float('inf') if value != value else float(abs(mpfr(value) - exact) / unit(exact))


def rounded(exact):
    """The nearest float64, and how many units the exact value lies above it."""
    if abs(exact) >= OVERFLOW:
        return float('inf') if exact > 0 else float('-inf'), 0.0
    near = float(gmpy2.rint(exact / unit(exact)) * unit(exact))
    return near, float((exact - mpfr(near)) / unit(exact))


def main(folder, keep=None):
    kept = {}
    print(f'{"function":10}{"arguments":>10}{"error, ulp":>12}{"wrongly rounded":>17}  at')
    for path in sorted(pathlib.Path(folder).glob('*.f64')):
        name, width = path.stem.rsplit('-', 1)
        step = int(width) + 1
        numbers = array.array('d', path.read_bytes())
        exactly, worst, wrong = EXACT[name], [], 0
        for at in range(0, len(numbers), step):
            x, value = numbers[at:at + step - 1], numbers[at + step - 1]
            off = error(value, exactly(*map(mpfr, x)))
            wrong += off > 0.5
            if len(worst) < 20:
                heapq.heappush(worst, (off, tuple(x)))
            elif off > worst[0][0]:
                heapq.heapreplace(worst, (off, tuple(x)))
        worst.sort(reverse=True)
        for _, x in worst:
            ours = exactly(*map(mpfr, x))
            theirs = mpfr(mpmath.nstr(by_mpmath(name, x), 55), PRECISION)
            assert abs(ours - theirs) <= abs(ours) * mpfr(2) ** -150, (name, x, ours, theirs)
        print(f'{name:10}{len(numbers) // step:>10}{worst[0][0]:>12.4f}{wrong / (len(numbers) // step):>16.2%}  {worst[0][1]}', flush=True)
        kept[name] = [[list(x), *rounded(exactly(*map(mpfr, x)))] for _, x in worst]
    if keep:
        rows = ',\n'.join(f'  {json.dumps(name)}: [\n' + ',\n'.join('    ' + json.dumps(row) for row in rows) + '\n  ]' for name, rows in kept.items())
        pathlib.Path(keep).write_text('{\n' + rows + '\n}\n')


if __name__ == '__main__':
    arguments = sys.argv[1:]
    keep = arguments[arguments.index('--keep') + 1] if '--keep' in arguments else None
    main(arguments[0], keep)
