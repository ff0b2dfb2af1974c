/** The solver: pure functions on primitive arrays, from bounds and demand to whole impressions. */
@NullMarked
package io.trafficallocator.solve;

import org.jspecify.annotations.NullMarked;
