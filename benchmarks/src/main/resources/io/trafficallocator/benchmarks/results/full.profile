# Everything, with the iterations that each suite asks for. The suites on Olist need ../shared/data/olist.
RulesBenchmark
EvreteBenchmark
CheckBenchmark
CompileBenchmark
ColdStartBenchmark
AllocateBenchmark
AllocateBenchmark -p merchants=50 -bm sample -tu us
SmallRequestBenchmark
PipelineBenchmark
ReplanBenchmark
MemoryBenchmark
SolveBenchmark
TierBenchmark
TierLinearBenchmark
ServeBenchmark -t 2 -prof gc
SwapBenchmark
