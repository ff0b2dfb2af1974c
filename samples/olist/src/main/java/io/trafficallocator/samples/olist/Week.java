package io.trafficallocator.samples.olist;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Delivered;
import java.time.LocalDate;
import java.util.List;

/** One week as a scenario; the rows of what was delivered stand in the request as well. */
record Week(LocalDate monday, AllocationRequest request, List<Delivered> delivered) {}
