/** A festival at the scale of a marketplace. */
@NullMarked
package io.trafficallocator.samples.double11;

import org.jspecify.annotations.NullMarked;
