/**
 * Runs suites, keeps what they measured with the machine and the answers, and compares two such results, or two commits
 * in one interleaved run.
 */
@NullMarked
package io.trafficallocator.benchmarks.results;

import org.jspecify.annotations.NullMarked;
