/** The facts: merchants, placements, demand, programmes and festivals, as immutable values. */
@NullMarked
package io.trafficallocator.model;

import org.jspecify.annotations.NullMarked;
