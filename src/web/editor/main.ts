/** The editor of experiments, loaded when somebody wants it: completion from the schema, problems from the resolver. */
import {autocompletion, type CompletionContext, completionKeymap} from '@codemirror/autocomplete';
import {defaultKeymap, history, historyKeymap} from '@codemirror/commands';
import {yaml} from '@codemirror/lang-yaml';
import {bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting} from '@codemirror/language';
import {type Diagnostic, linter, lintGutter, lintKeymap} from '@codemirror/lint';
import {EditorState} from '@codemirror/state';
import {drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers} from '@codemirror/view';
import {tags} from '@lezer/highlight';
import type {PlacedProblem} from '../../core/error.ts';
import type {Completions} from './completions.ts';
import {suggestionsAt} from './suggest.ts';

declare const COMPLETIONS: Completions;

export interface EditorOptions {
  readonly parent: Element;
  readonly text: string;
  /** What is wrong with a text. */
  readonly check: (text: string) => Promise<readonly PlacedProblem[]>;
  readonly changed: (text: string) => void;
  /** Ctrl or Cmd and Enter. */
  readonly run: () => void;
}

export interface Editor {
  text(): string;
  set(text: string): void;
  close(): void;
}

const CHECK_MS = 300;

const colours = HighlightStyle.define([
  {tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--accent)'},
  {tag: [tags.string, tags.special(tags.string)], color: 'var(--ink)'},
  {tag: tags.comment, color: 'var(--soft)', fontStyle: 'italic'},
  {tag: [tags.number, tags.bool, tags.null], color: 'var(--ink)', fontWeight: '600'},
]);

const theme = EditorView.theme({
  '&': {fontSize: '.875rem', backgroundColor: 'var(--card)', border: '1.5px solid var(--line)', borderRadius: '8px', color: 'var(--ink)'},
  '&.cm-focused': {outline: '3px solid var(--accent)', outlineOffset: '1px'},
  '.cm-scroller': {fontFamily: 'ui-monospace, monospace', overflow: 'visible'},
  '.cm-gutters': {backgroundColor: 'transparent', color: 'var(--soft)', border: '0'},
  '.cm-activeLine, .cm-activeLineGutter': {backgroundColor: 'color-mix(in srgb, var(--grid) 55%, transparent)'},
  '.cm-cursor': {borderLeftColor: 'var(--ink)', borderLeftWidth: '2px'},
  '.cm-content': {caretColor: 'var(--ink)'},
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 25%, transparent) !important',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--card)',
    color: 'var(--ink)',
    border: '1px solid var(--line)',
    borderRadius: '8px',
    maxWidth: '32rem',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {backgroundColor: 'var(--accent)', color: 'var(--page)'},
  '.cm-completionInfo': {padding: '.4rem .7rem', font: '.875rem/1.4 system-ui, sans-serif'},
  '.cm-diagnostic': {font: '.875rem/1.4 system-ui, sans-serif'},
});

function complete({state, pos, explicit}: CompletionContext) {
  const found = suggestionsAt(state.doc.toString(), pos, COMPLETIONS);
  if (found === undefined || (found.from === pos && !explicit)) return null;
  const options = found.suggestions.map(({text, kind, means}) => ({
    label: text,
    type: kind === 'field' ? 'property' : 'enum',
    ...(means !== undefined && {info: means}),
    apply: kind === 'field' ? `${text}: ` : text,
  }));
  return {from: found.from, options, validFor: /^[\w.-]*$/};
}

function open({parent, text, check, changed, run}: EditorOptions): Editor {
  const lint = linter(
    async ({state}) => {
      const problems = await check(state.doc.toString());
      return problems.map(({line, column, message}): Diagnostic => {
        const own = state.doc.line(Math.min(line, state.doc.lines));
        const from = Math.min(own.from + column - 1, own.to);
        const word = /^[^\s,:{}[\]]+/.exec(state.doc.sliceString(from, own.to))?.[0].length ?? 1;
        return {from, to: Math.min(own.to, from + word), severity: 'error', message};
      });
    },
    {delay: CHECK_MS},
  );
  const ctrlEnter = {
    key: 'Mod-Enter',
    run: () => {
      run();
      return true;
    },
  };
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        ...[lineNumbers(), lintGutter(), history(), drawSelection(), indentOnInput(), bracketMatching(), highlightActiveLine()],
        ...[EditorView.lineWrapping, yaml(), syntaxHighlighting(colours), theme, lint, autocompletion({override: [complete]})],
        // Tab goes on to what follows, as everywhere on the page
        keymap.of([ctrlEnter, ...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.contentAttributes.of({'aria-label': 'The experiment, as YAML'}),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) changed(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    text: () => view.state.doc.toString(),
    set(next) {
      if (next !== view.state.doc.toString()) view.dispatch({changes: {from: 0, to: view.state.doc.length, insert: next}});
    },
    close: () => view.destroy(),
  };
}

Object.assign(globalThis, {genlossEditor: open});
