package io.trafficallocator.serve;

import com.google.ortools.Loader;
import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPObjective;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import io.trafficallocator.serve.SteamRequests.Request;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * The most relevance that floors allow to whoever knows every request beforehand: a linear programme, by OR-Tools GLOP.
 * It starts from the best candidates of each request and takes in those that its own multipliers ask for, until the bound
 * by duality, which takes all candidates into account, proves that no other would help.
 *
 * @param multipliers what the floors add to the score of each provider
 */
record SteamOptimum(double relevance, double[] multipliers) {
    private static final double PROVEN = 1e-8;

    static {
        Loader.loadNativeLibraries();
    }

    static SteamOptimum of(List<Request> requests, IntToLongFunction floors, int k) {
        List<BitSet> columns = new ArrayList<>();
        double[] multipliers = new double[SteamRequests.PROVIDERS];
        for (Request request : requests) {
            BitSet first = new BitSet();
            for (int candidate : top(request, multipliers, 3 * k)) {
                first.set(candidate);
            }
            columns.add(first);
        }
        while (true) {
            SteamOptimum found = restricted(requests, columns, floors, k);
            double bound = 0;
            for (int provider = 0; provider < multipliers.length; provider++) {
                bound -= found.multipliers[provider] * (double) floors.applyAsLong(provider);
            }
            for (int index = 0; index < columns.size(); index++) {
                Request request = requests.get(index);
                for (int candidate : top(request, found.multipliers, k)) {
                    columns.get(index).set(candidate);
                    bound += request.scores()[candidate] + found.multipliers[request.providers()[candidate]];
                }
            }
            if (bound - found.relevance <= PROVEN * bound) {
                return found;
            }
        }
    }

    /** Positions of the best candidates, by score and multiplier. */
    static int[] top(Request request, double[] multipliers, int k) {
        return IntStream.range(0, request.scores().length)
                .boxed()
                .sorted((one, other) -> Double.compare(
                        request.scores()[other] + multipliers[request.providers()[other]],
                        request.scores()[one] + multipliers[request.providers()[one]]))
                .limit(k)
                .mapToInt(candidate -> candidate)
                .toArray();
    }

    /** Floors can be missed at a price above any score, so that too few columns are no reason to have no answer. */
    private static SteamOptimum restricted(
            List<Request> requests, List<BitSet> columns, IntToLongFunction floors, int k) {
        MPSolver solver = MPSolver.createSolver("GLOP");
        MPObjective objective = solver.objective();
        objective.setMaximization();
        MPConstraint[] floor = new MPConstraint[SteamRequests.PROVIDERS];
        for (int provider = 0; provider < floor.length; provider++) {
            floor[provider] = solver.makeConstraint((double) floors.applyAsLong(provider), MPSolver.infinity());
            MPVariable missed = solver.makeNumVar(0, MPSolver.infinity(), "");
            floor[provider].setCoefficient(missed, 1);
            objective.setCoefficient(missed, -100);
        }
        for (int index = 0; index < columns.size(); index++) {
            Request request = requests.get(index);
            MPConstraint most = solver.makeConstraint(-MPSolver.infinity(), k);
            columns.get(index).stream().forEach(candidate -> {
                MPVariable shown = solver.makeNumVar(0, 1, "");
                objective.setCoefficient(shown, request.scores()[candidate]);
                most.setCoefficient(shown, 1);
                floor[request.providers()[candidate]].setCoefficient(shown, 1);
            });
        }
        MPSolver.ResultStatus status = solver.solve();
        if (status != MPSolver.ResultStatus.OPTIMAL) {
            throw new AssertionError("GLOP ended with " + status);
        }
        double[] multipliers = new double[floor.length];
        for (int provider = 0; provider < floor.length; provider++) {
            multipliers[provider] = Math.max(0, -floor[provider].dualValue());
        }
        SteamOptimum optimum = new SteamOptimum(objective.value(), multipliers);
        solver.delete();
        return optimum;
    }
}
