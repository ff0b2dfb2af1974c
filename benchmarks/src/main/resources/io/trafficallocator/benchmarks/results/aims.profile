# What README.md says of every suite, in about half an hour on two cores. 125 million merchants and the least heap have
# commands of their own. The suites on Olist need ../shared/data/olist.
RulesBenchmark -p merchants=10000 -p packs=all -f 1 -wi 4 -w 3 -i 6 -r 3
EvreteBenchmark -p merchants=10000 -f 1 -wi 2 -w 2 -i 3 -r 2
AllocateBenchmark -p merchants=10000,100000,1000000,3000000 -f 1 -wi 4 -w 4 -i 6 -r 3
AllocateBenchmark -p merchants=50 -bm sample -tu us -f 1 -wi 4 -w 4 -i 6 -r 4
SmallRequestBenchmark -p merchants=50 -f 1 -wi 4 -w 4 -i 6 -r 4
ReplanBenchmark -p merchants=1000000 -f 1 -wi 3 -w 3 -i 5 -r 3
TierBenchmark -p weeks=56 -f 1 -wi 3 -w 2 -i 5 -r 2
TierLinearBenchmark
SolveBenchmark -p threads=2 -f 1 -wi 5 -w 2 -i 5 -r 2
PipelineBenchmark -p merchants=100000 -f 1 -wi 3 -w 2 -i 5 -r 2
CompileBenchmark -f 1 -wi 3 -w 2 -i 5 -r 2
CheckBenchmark -f 1 -wi 3 -w 2 -i 5 -r 2
ColdStartBenchmark -f 5
MemoryBenchmark
ServeBenchmark -t 2 -prof gc -f 1 -wi 3 -w 3 -i 5 -r 3
SwapBenchmark
