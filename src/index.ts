export * from './core/error.ts';
