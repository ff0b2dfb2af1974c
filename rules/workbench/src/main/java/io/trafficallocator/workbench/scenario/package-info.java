/** Reads a scenario, a folder of CSV files, into a request, and says exactly where it cannot be read. */
@NullMarked
package io.trafficallocator.workbench.scenario;

import org.jspecify.annotations.NullMarked;
