/** Writes a plan as a folder of CSV files that appears whole or not at all. */
@NullMarked
package io.trafficallocator.workbench.output;

import org.jspecify.annotations.NullMarked;
