/** The algebra of entitlements: merges grants so that no order of firing can change the result. */
@NullMarked
package io.trafficallocator.entitlements;

import org.jspecify.annotations.NullMarked;
