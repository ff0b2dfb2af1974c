/** The budget stage: admits entitlements against the pools of their programmes. */
@NullMarked
package io.trafficallocator.budget;

import org.jspecify.annotations.NullMarked;
