# What README.md says of every suite, in about half an hour on two cores. 125 million merchants and the least heap
# have commands of their own. The suites on Olist need ../shared/data/olist.
RulesBenchmark -p merchants=10000 -p packs=all -f 1 -wi 3 -w 3 -i 5 -r 2
EvreteBenchmark -p merchants=10000 -f 1 -wi 2 -w 2 -i 3 -r 2
AllocateBenchmark -p packs=three -p merchants=10000,100000,1000000,3000000 -f 1 -wi 4 -w 3 -i 5 -r 3
AllocateBenchmark -p packs=all -p merchants=10000,100000,1000000 -f 1 -wi 2 -w 4 -i 4 -r 3
AllocateBenchmark -p packs=narrow -p merchants=10000,1000000,3000000 -f 1 -wi 3 -w 4 -i 4 -r 3
AllocateBenchmark -p packs=three,all,narrow -p merchants=50 -bm sample -tu us -f 1 -wi 4 -w 4 -i 5 -r 4
SmallRequestBenchmark -p packs=three,all,narrow -p merchants=50 -f 1 -wi 5 -w 4 -i 5 -r 4
ReplanBenchmark -p packs=three -p merchants=1000000 -f 1 -wi 2 -w 3 -i 5 -r 2
ReplanBenchmark -p packs=all -p merchants=100000 -p changed=0.01 -f 1 -wi 2 -w 3 -i 5 -r 2
TierBenchmark -p weeks=56 -f 1 -wi 3 -w 2 -i 5 -r 1
TierLinearBenchmark
SolveBenchmark -p threads=2 -f 1 -wi 4 -w 2 -i 5 -r 2
PipelineBenchmark -p packs=all -p merchants=100000 -f 1 -wi 3 -w 1 -i 5 -r 1
CompileBenchmark -f 1 -wi 2 -w 2 -i 4 -r 2
CheckBenchmark -f 1 -wi 3 -w 1 -i 5 -r 1
ColdStartBenchmark -p packs=three,all -f 5
MemoryBenchmark -p packs=three,all -p merchants=1000000
ServeBenchmark -t 2 -prof gc -f 1 -wi 3 -w 2 -i 5 -r 2
SwapBenchmark -f 1
