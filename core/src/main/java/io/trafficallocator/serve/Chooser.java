package io.trafficallocator.serve;

import io.trafficallocator.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests for one thread. Its arrays grow to the largest request and are used again, so that a request on
 * arrays allocates nothing. Not safe for use by several threads.
 *
 * <p>Each guarantee that is not yet met lifts the scores of its merchant by what makes the expected deliveries meet what
 * is due: the multiplier of the guarantee in the dual of choosing the most relevant candidates under all guarantees.
 */
public final class Chooser {
    private static final int THINNED_BITS = 4;

    /** One of so many requests teaches what there is plenty of time to learn; the others need not write about it. */
    static final int THINNED = 1 << THINNED_BITS;

    /** Requests left from which on they are thinned: a thousand lessons are still to come then. */
    static final double MANY = 1024 * THINNED;

    /** Keeps the draws of choosers apart. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final TrafficServer server;
    private final @Nullable ServeListener listener;
    private final Counting counting;
    private final Ranking ranking = new Ranking();
    private final Ranking highest = new Ranking();
    private final Feedback feedback = new Feedback();
    private int[] rows = new int[0];
    private double[] scores = new double[0];
    private int[] picked = new int[0];

    /** Which promises the candidates of this request touch. */
    private int[] pairCandidate = new int[64];

    private int[] pairPromise = new int[64];
    private int pairs;
    private int[] openOnes = new int[0];
    private int[] fetched = new int[0];

    /** Candidates that stand where they do because something is due to them; known where pools have to pay for that. */
    private boolean[] promised = new boolean[0];

    private long[] delivered = new long[0];
    private Epoch serving;
    private Arrivals.View arrivals;
    private long chance;

    /** Draws for a proportional choice. */
    private final @Nullable SplittableRandom draws;

    private double[] drawn = new double[0];

    Chooser(TrafficServer server, Policy policy, int number) {
        this.server = server;
        this.listener = server.listener();
        this.counting = new Counting(listener);
        this.draws = policy.isProportional() ? new SplittableRandom(policy.seed() + GOLDEN * number) : null;
        this.serving = server.epoch();
        this.arrivals = serving.arrivals.view();
        this.chance = arrivals.number();
    }

    /**
     * The best candidates for a request, best first; each of them counts as one impression.
     *
     * <p>Without an open promise the candidates come in descending order of score, equal ones in the order given. A
     * merchant that the plan does not know has neither promises nor limits, but is not shown at a reserved placement.
     * When fewer than {@code k} candidates may be shown, all of them are chosen. A score of NaN is never chosen; infinite
     * ones stand first and last, and no promise moves them.
     *
     * @param k the most to choose, 0 or more
     * @throws IllegalArgumentException when the plan has no such placement, or k is below 0
     */
    public List<Candidate> choose(String placement, List<Candidate> candidates, int k) {
        Epoch epoch = server.epoch();
        int index = epoch.plan.placements().index(placement);
        if (index < 0) {
            throw new IllegalArgumentException("placement is '" + placement + "', but the plan has none of that id."
                    + " Maybe the plan was made before the placement.");
        }
        int count = candidates.size();
        if (rows.length < count) {
            rows = new int[count];
            scores = new double[count];
            picked = new int[count];
        }
        for (int candidate = 0; candidate < count; candidate++) {
            rows[candidate] = epoch.plan.row(candidates.get(candidate).merchant());
            scores[candidate] = candidates.get(candidate).score();
        }
        int chosen = choose(epoch, index, rows, scores, count, k, picked);
        List<Candidate> answer = new ArrayList<>(chosen);
        for (int place = 0; place < chosen; place++) {
            answer.add(candidates.get(picked[place]));
        }
        return answer;
    }

    /**
     * The same on arrays, without allocating once the arrays inside have grown to the largest request.
     *
     * @param plan the one whose numbers the arguments are; see {@link TrafficServer#plan()}
     * @param placement its index in the plan
     * @param merchants row of each candidate's merchant in the plan, or -1 for one that the plan does not know
     * @param relevance score of each candidate
     * @param count how many candidates there are; at most the arrays' length
     * @param k the most to choose, 0 or more
     * @param chosen receives the positions of the chosen ones, best first; must have room for the smaller of k and count
     * @return how many were chosen, or -1 when the server serves another plan by now: look the rows up in that one
     * @throws IllegalArgumentException when k or the count is below 0
     * @throws IndexOutOfBoundsException when the placement or a row is not in the plan, or an array is too short
     */
    @SuppressWarnings("ReferenceEquality") // Comparing what plans hold would take longer than all the rest.
    public int choose(Plan plan, int placement, int[] merchants, double[] relevance, int count, int k, int[] chosen) {
        Epoch epoch = server.epoch();
        return epoch.plan == plan ? choose(epoch, placement, merchants, relevance, count, k, chosen) : -1;
    }

    private int choose(
            Epoch epoch, int placement, int[] merchants, double[] relevance, int count, int k, int[] chosen) {
        if (k < 0 || count < 0) {
            throw new IllegalArgumentException("k is " + k + " of " + count
                    + " candidates, but neither can be below 0. Maybe the two were mixed up.");
        }
        int most = Math.min(k, count);
        if (most == 0) {
            return 0;
        }
        if (serving != epoch) {
            serving = epoch;
            arrivals = epoch.arrivals.view();
        }
        ranking.start(draws == null ? relevance : draw(draws, relevance, count), count);
        if (epoch.reserved[placement]) {
            keepOut(epoch, placement, merchants, count);
        }
        boolean sample = sample();
        pairs = 0;
        int held = findHeld(epoch.promises, merchants, count);
        if (!sample) {
            held = glance(epoch, placement, held);
        }
        fetch(epoch, held);
        if (epoch.funding != null) {
            Arrays.fill(promised, 0, count, false);
        }
        for (int index = 0; index < held; index++) {
            offer(epoch, placement, openOnes[index], merchants[openOnes[index]], delivered[index], sample, true);
        }
        arrivals.count(placement);
        int wanted = pairs > 0 ? Math.min(count, most + most / 2 + 1) : most;
        int size = ranking.rank(wanted) == 0 ? 0 : pick(epoch, placement, merchants, relevance, most, chosen);
        if (pairs > 0) {
            learn(epoch, placement);
        }
        if (sample) {
            weigh(relevance, count, most, chosen, size);
        }
        return size;
    }

    /**
     * Logarithms of scores, each with noise of the distribution of Gumbel: the order of these is that of draws without
     * replacement in proportion to the scores, and a lift multiplies its candidate's proportion.
     */
    private double[] draw(SplittableRandom random, double[] relevance, int count) {
        if (drawn.length < count) {
            drawn = new double[count];
        }
        for (int candidate = 0; candidate < count; candidate++) {
            double score = relevance[candidate];
            double wait = -Math.log1p(-random.nextDouble());
            drawn[candidate] = score > 0 ? Math.log(score) - Math.log(wait) : Double.NaN;
        }
        return drawn;
    }

    private void keepOut(Epoch epoch, int placement, int[] merchants, int count) {
        for (int candidate = 0; candidate < count; candidate++) {
            if (!epoch.admits(merchants[candidate], placement)) {
                ranking.leaveOut(candidate);
            }
        }
    }

    /** The candidates that a promise can move; a loop without a branch, as nearly all of them cost no more than this. */
    private int findHeld(Promises promises, int[] merchants, int count) {
        if (openOnes.length < count) {
            openOnes = new int[count];
            fetched = new int[count];
            promised = new boolean[count];
            delivered = new long[count];
        }
        int[] found = openOnes;
        int size = 0;
        for (int candidate = 0; candidate < count; candidate++) {
            found[size] = candidate;
            size += promises.open(merchants[candidate]);
        }
        for (int index = 0; index < size; index++) {
            fetched[index] = promises.first(merchants[found[index]]);
        }
        return size;
    }

    /** Lifts the candidates of whom no more needs to be known; how many are left. */
    private int glance(Epoch epoch, int placement, int held) {
        int left = 0;
        for (int index = 0; index < held; index++) {
            int candidate = openOnes[index];
            int promise = fetched[index];
            long glance = epoch.glances.of(promise);
            if (glance == Glances.LOOK) {
                openOnes[left] = candidate;
                fetched[left++] = promise;
            } else if (epoch.scopes.covers(Glances.scope(glance), placement)) {
                ranking.lift(candidate, Glances.lift(glance), false);
            }
        }
        return left;
    }

    /**
     * Reads what {@link #offer} will need, one kind of thing after the other: what one candidate needs lies behind two
     * reads that each wait for the one before, but those of all candidates are waited for together.
     */
    private void fetch(Epoch epoch, int held) {
        int[] at = fetched;
        for (int index = 0; index < held; index++) {
            at[index] = epoch.promises.slot(at[index]);
        }
        for (int index = 0; index < held; index++) {
            delivered[index] = epoch.counters.get(at[index]);
        }
    }

    /**
     * Lifts a candidate by what is due to it.
     *
     * @param shownFirst impressions that count toward the merchant's first promise
     * @param all whether guarantees with many requests left learn from this request
     * @param some whether any guarantee does
     */
    private void offer(Epoch epoch, int placement, int candidate, int row, long shownFirst, boolean all, boolean some) {
        if (ranking.isOut(candidate)) {
            return;
        }
        Promises promises = epoch.promises;
        boolean open = false;
        boolean urgent = false;
        double lift = 0;
        int first = promises.first(row);
        int end = promises.end(row);
        for (int promise = first; promise < end; promise++) {
            long shown = promise == first ? shownFirst : epoch.delivered(promise);
            long cap = promises.cap(promise);
            open |= promises.floor(promise) > shown || cap < Long.MAX_VALUE;
            if (!epoch.scopes.covers(promises.scope(promise), placement)) {
                continue;
            }
            if (shown >= cap) {
                ranking.leaveOut(candidate);
                return;
            }
            long need = epoch.need(promise, shown, placement);
            boolean isOnly = end == first + 1;
            double left = need > 0 || isOnly ? epoch.left(promise, arrivals) : 0;
            if (isOnly) {
                epoch.lookedAt(promise, need, left, arrivals);
            }
            if (need > 0) {
                lift += epoch.lift(promise);
                urgent |= Epoch.isUrgent(need, left);
                promised[candidate] = true;
                if (some && (all || left < MANY)) {
                    addPair(candidate, promise);
                }
            }
        }
        if (!open) {
            promises.close(row);
        } else {
            ranking.lift(candidate, lift, urgent);
        }
    }

    /** What the plan costs: the relevance of what was chosen, beside the highest that limits would have let through. */
    private void weigh(double[] relevance, int count, int most, int[] chosen, int size) {
        highest.start(relevance, count);
        for (int candidate = 0; candidate < count; candidate++) {
            if (ranking.isOut(candidate)) {
                highest.leaveOut(candidate);
            }
        }
        double best = 0;
        for (int place = highest.rank(most) - 1; place >= 0; place--) {
            best += relevance[highest.at(place)];
        }
        double got = 0;
        for (int place = 0; place < size; place++) {
            got += relevance[chosen[place]];
        }
        server.relevance().add(got, best);
    }

    private void learn(Epoch epoch, int placement) {
        feedback.start();
        for (int pair = 0; pair < pairs; pair++) {
            int candidate = pairCandidate[pair];
            if (!ranking.isOut(candidate)) {
                boolean near = ranking.isMeasured() && ranking.isNear(candidate);
                feedback.count(pairPromise[pair], ranking.isChosen(candidate), near);
                if (near && epoch.lift(pairPromise[pair]) > 0 && ranking.isWithin(candidate)) {
                    feedback.countLifted();
                }
            }
        }
        feedback.learn(epoch, placement, ranking, arrivals);
    }

    /** Whether a guarantee with many requests left learns from this one: from one of {@link #THINNED} at random. */
    private boolean sample() {
        chance = chance * 6364136223846793005L + 1442695040888963407L;
        return chance >>> (Long.SIZE - THINNED_BITS) == 0;
    }

    private void addPair(int candidate, int promise) {
        if (pairs == pairPromise.length) {
            pairCandidate = Arrays.copyOf(pairCandidate, 2 * pairs);
            pairPromise = Arrays.copyOf(pairPromise, 2 * pairs);
        }
        pairCandidate[pairs] = candidate;
        pairPromise[pairs++] = promise;
    }

    /** Takes the best whose limits allow it; whoever has reached one meanwhile makes room for the next best. */
    private int pick(Epoch epoch, int placement, int[] merchants, double[] relevance, int most, int[] chosen) {
        if (pairs > 0) {
            ranking.measure(most);
        }
        int size = 0;
        int ranked = Math.min(ranking.ranked(), most);
        while (true) {
            for (int place = 0; place < ranked && size < most; place++) {
                int candidate = ranking.at(place);
                int row = merchants[candidate];
                if (counting.take(epoch, placement, row)) {
                    if (epoch.funding != null
                            && !counting.pay(epoch, epoch.funding, placement, row)
                            && promised[candidate]) {
                        // What it was lifted for is not paid for any more: it stands for its own score again.
                        Counting.giveBack(epoch, placement, epoch.promises.first(row), epoch.promises.end(row));
                        ranking.reset(candidate, draws == null ? relevance[candidate] : drawn[candidate]);
                        promised[candidate] = false;
                        offer(
                                epoch,
                                placement,
                                candidate,
                                row,
                                epoch.delivered(epoch.promises.first(row)),
                                false,
                                false);
                        break;
                    }
                    ranking.choose(candidate);
                    chosen[size++] = candidate;
                    if (listener != null) {
                        listener.delivered(epoch.plan, placement, merchants[candidate], relevance[candidate]);
                    }
                } else {
                    ranking.leaveOut(candidate);
                }
            }
            if (size == most) {
                return size;
            }
            ranked = ranking.rankRest(most - size);
            if (ranked == 0) {
                return size;
            }
        }
    }
}
