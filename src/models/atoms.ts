/**
 * Numbers as the files of users may hold them, one bound for all: sums, squares and products of a few stay numbers of float64, so that
 * what a run loses is lost by its models.
 */
import * as z from 'zod';

const LARGEST = 1e100;
const SMALLEST = 1e-100;

export const finite = z.number().min(-LARGEST).max(LARGEST);
const notTiny = (value: number): boolean => !(value > 0 && value < SMALLEST);
const TINY = `is nearer to 0 than ${SMALLEST}`;

/** More than 0. */
export const positive = z.number().gt(0).max(LARGEST).refine(notTiny, TINY);
/** 0 or more. */
export const nonNegative = z.number().min(0).max(LARGEST).refine(notTiny, TINY);
/** 0..1 */
export const share = z.number().min(0).max(1);
/** Whole, from 1. */
export const count = z.int().min(1);
