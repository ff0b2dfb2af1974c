# Everything, with the iterations that each suite asks for. The suites on Olist need ../shared/data/olist.
AllocateBenchmark
SolveBenchmark
ServeBenchmark -t 2 -prof gc
