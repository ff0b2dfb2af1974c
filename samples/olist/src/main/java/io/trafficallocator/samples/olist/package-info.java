/** A plan on the public Olist data. */
@NullMarked
package io.trafficallocator.samples.olist;

import org.jspecify.annotations.NullMarked;
