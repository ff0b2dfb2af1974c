/** The explanation: which named rules moved a merchant's impressions, and why. */
@NullMarked
package io.trafficallocator.explain;

import org.jspecify.annotations.NullMarked;
