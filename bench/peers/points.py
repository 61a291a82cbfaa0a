"""What bench/points.ts is held against. `points.py CASE` prints units a second; exit status 3: a package is missing."""
import sys
import time
import warnings

try:
    import numpy as np
except ImportError:
    sys.exit(3)

N = 100


def gaussian_vectorised(lineages=2000, generations=100):
    """Draws a second: all lineages of one generation at once, fit included."""
    rng = np.random.default_rng(1)
    mean, sd = np.zeros((lineages, 1)), np.ones((lineages, 1))
    start = time.perf_counter()
    for _ in range(generations):
        x = rng.standard_normal((lineages, N))
        x *= sd
        x += mean
        mean, sd = x.mean(1, keepdims=True), x.std(1, keepdims=True)
    seconds = time.perf_counter() - start
    assert 0.2 < (sd**2).mean() < 0.6
    return lineages * generations * N / seconds


def gaussian_loop(lineages=200, generations=100):
    """Draws a second: one lineage after another, as the papers' scripts do."""
    rng = np.random.default_rng(1)
    start = time.perf_counter()
    for _ in range(lineages):
        mean, sd = 0.0, 1.0
        for _ in range(generations):
            x = rng.normal(mean, sd, N)
            mean, sd = x.mean(), x.std()
    seconds = time.perf_counter() - start
    assert 0 < sd < 2
    return lineages * generations * N / seconds


def mixture_em(n=50_000, side=5, iterations=20):
    """Evaluations (points x components x iterations) a second, from the truth moved by half a standard deviation."""
    try:
        from sklearn.mixture import GaussianMixture
    except ImportError:
        sys.exit(3)
    warnings.simplefilter("ignore")
    rng = np.random.default_rng(1)
    grid = np.array([[2.0 * (k % side), 2.0 * (k // side)] for k in range(side * side)])
    K = len(grid)
    x = grid[rng.integers(K, size=n)] + 0.5 * rng.standard_normal((n, 2))
    model = GaussianMixture(K, covariance_type="full", tol=0, max_iter=iterations, reg_covar=1e-6, init_params="random",
                            weights_init=np.full(K, 1 / K), means_init=grid + 0.25, precisions_init=np.array([np.eye(2) * 4] * K))
    start = time.perf_counter()
    model.fit(x)
    seconds = time.perf_counter() - start
    assert model.n_iter_ == iterations
    return n * K * iterations / seconds


CASES = {"gaussian-vectorised": gaussian_vectorised, "gaussian-loop": gaussian_loop, "mixture-em": mixture_em}

if __name__ == "__main__":
    case = CASES.get(sys.argv[1] if len(sys.argv) > 1 else "")
    if case is None:
        sys.exit("points.py wants one of " + ", ".join(CASES))
    print(case())
