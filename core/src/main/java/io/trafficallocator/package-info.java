/** The way in: one entry point that leads facts and rules through all stages to a plan. */
@NullMarked
package io.trafficallocator;

import org.jspecify.annotations.NullMarked;
