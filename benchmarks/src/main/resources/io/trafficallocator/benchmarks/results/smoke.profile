# A few minutes: small sizes, one fork, short iterations. Enough to see that everything runs and that nothing is lost by
# half. Each line is one run of JMH.
RulesBenchmark -p merchants=1000 -f 1 -wi 2 -w 1 -i 3 -r 1
EvreteBenchmark -p merchants=500 -f 1 -wi 2 -w 1 -i 3 -r 1
CheckBenchmark -p packs=upward -f 1 -wi 2 -w 1 -i 3 -r 1
CompileBenchmark -p rules=10,100 -f 1 -wi 2 -w 1 -i 3 -r 1
ColdStartBenchmark -p merchants=10 -f 3
AllocateBenchmark -p merchants=50,1000,10000 -f 1 -wi 3 -w 1 -i 5 -r 1
SmallRequestBenchmark -p merchants=50 -f 1 -wi 3 -w 1 -i 5 -r 1
ReplanBenchmark -p merchants=10000 -p changed=0.01 -f 1 -wi 2 -w 1 -i 3 -r 1
PipelineBenchmark -p merchants=1000 -f 1 -wi 2 -w 1 -i 3 -r 1
MemoryBenchmark -p merchants=10000
ServeBenchmark -p count=10000 -p candidates=20 -t 2 -f 1 -wi 2 -w 1 -i 3 -r 1
SwapBenchmark -p count=10000
