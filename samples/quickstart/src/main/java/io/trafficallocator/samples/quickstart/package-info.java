/** The shortest way from facts and one rule to a plan. */
@NullMarked
package io.trafficallocator.samples.quickstart;

import org.jspecify.annotations.NullMarked;
