# A few minutes: small sizes, one fork, short iterations. Enough to see that everything runs and that nothing is lost by
# half. Each line is one run of JMH.
AllocateBenchmark -p merchants=50,1000,10000 -f 1 -wi 3 -w 1 -i 5 -r 1
