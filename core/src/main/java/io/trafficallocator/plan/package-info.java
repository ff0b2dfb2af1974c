/** The plan: whole impressions for each merchant and placement, with prices, shortfalls and a digest. */
@NullMarked
package io.trafficallocator.plan;

import org.jspecify.annotations.NullMarked;
