# Everything, with the iterations that each suite asks for. The suites on Olist need ../shared/data/olist.
RulesBenchmark
EvreteBenchmark
CheckBenchmark
CompileBenchmark
ColdStartBenchmark -p packs=three,all
# 3 million merchants with all packs want 20 GB: MarketplaceRun.
AllocateBenchmark -p packs=three
AllocateBenchmark -p packs=all -p merchants=10,50,100,1000,10000,100000,1000000
AllocateBenchmark -p packs=narrow
AllocateBenchmark -p packs=three,all,narrow -p merchants=50 -bm sample -tu us
SmallRequestBenchmark -p packs=three,all,narrow
PipelineBenchmark -p packs=three
PipelineBenchmark -p packs=all -p merchants=10,1000,100000,1000000
ReplanBenchmark
MemoryBenchmark -p packs=three,all
SolveBenchmark
TierBenchmark
TierLinearBenchmark
ServeBenchmark -t 2 -prof gc
SwapBenchmark
