package io.trafficallocator.benchmarks.peers;

import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Programme;
import io.trafficallocator.rules.Grants;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.evrete.KnowledgeService;
import org.evrete.api.IntToValue;
import org.evrete.api.Knowledge;
import org.evrete.api.RhsContext;
import org.evrete.api.StatelessSession;
import org.evrete.api.ValuesPredicate;
import org.evrete.api.builders.LhsBuilder;
import org.evrete.api.builders.RuleSetBuilder;
import org.jspecify.annotations.Nullable;

/** The launch, upward and festivals packs in Evrete, in its Java interface: conditions are Java, one for each in the packs. */
final class EvretePeer implements AutoCloseable {
    private static final String PROGRAMME = "$programme";
    private static final String TODAY = "$today";
    private static final String FESTIVAL = "$festival";
    private static final String MERCHANT = "$merchant";
    private static final String PLACEMENT = "$placement";

    private final PeerFacts facts;
    private final KnowledgeService service = new KnowledgeService();
    private final Knowledge knowledge;
    /** Who notes down what is granted: set before each run. */
    private Give give;

    EvretePeer(PeerFacts facts) {
        this.facts = facts;
        this.give = facts.give();
        RuleSetBuilder<Knowledge> rules = service.newKnowledge().builder();
        launch(rules);
        upward(rules);
        festivals(rules);
        this.knowledge = rules.build();
    }

    /** One session that holds everybody. */
    Grants oneSession() {
        give = facts.give();
        StatelessSession session = knowledge.newStatelessSession();
        session.insert(facts.day());
        session.insert(facts.merchants());
        session.fire();
        return give.granted();
    }

    /** A session for each merchant. */
    Grants sessionForEach() {
        give = facts.give();
        for (Merchant merchant : facts.merchants()) {
            List<Object> all = new ArrayList<>(facts.day());
            all.add(merchant);
            StatelessSession session = knowledge.newStatelessSession();
            session.insert(all);
            session.fire();
        }
        return give.granted();
    }

    @Override
    public void close() {
        service.shutdown();
    }

    private void launch(RuleSetBuilder<Knowledge> rules) {
        week(rules, "first week", 0, "first_week", 10_000);
        week(rules, "second week", 7, "second_week", 800);
        week(rules, "third week", 14, "third_week", 400);
        week(rules, "fourth week", 21, "fourth_week", 200);
        Launch whole = new Launch(0, 28);
        LhsBuilder<Knowledge> left = rules.newRule("Launch: the first four weeks as a whole")
                .forEach(PROGRAMME, Programme.class, MERCHANT, Merchant.class);
        where(programme(left, "launch"), values -> programme(values).number("first_month", 0) > 0, PROGRAMME);
        whole.conditions(left)
                .execute(fired -> to(fired)
                        .guarantee("launch", programme(fired).number("first_month", 0))
                        .overFirstDays(28));
    }

    private void week(RuleSetBuilder<Knowledge> rules, String name, int from, String amount, double otherwise) {
        LhsBuilder<Knowledge> left = rules.newRule("Launch: " + name)
                .forEach(PROGRAMME, Programme.class, TODAY, Today.class, MERCHANT, Merchant.class);
        new Launch(from, from + 7).conditions(programme(left, "launch")).execute(fired -> {
            double impressions = programme(fired).number(amount, otherwise);
            if (from == 0) {
                to(fired).guarantee("launch", impressions).overFirstDays(7);
            } else {
                Today today = fired.get(TODAY);
                to(fired).guarantee("launch", impressions * today.periodDays());
            }
        });
    }

    /** A merchant's age in days, and what every rule of the pack asks. */
    private record Launch(int from, int until) {
        LhsBuilder<Knowledge> conditions(LhsBuilder<Knowledge> left) {
            merchant(left, merchant -> merchant.ageDays() >= from);
            merchant(left, merchant -> merchant.ageDays() < until);
            merchant(left, merchant -> merchant.violations() == 0);
            return withMerchant(
                    left,
                    PROGRAMME,
                    Programme.class,
                    (programme, merchant) ->
                            isUnknownOrAtLeast(merchant.quality(), programme.number("least_quality", 0.5)));
        }
    }

    private void upward(RuleSetBuilder<Knowledge> rules) {
        LhsBuilder<Knowledge> growing = upward(rules, "growing", 1, 1.2);
        quality(growing).execute(fired -> boost(fired, "growing", 1.1));
        for (Step step : List.of(
                new Step("in the upper quarter of its category", 1, 0.75, "quarter", 1.25),
                new Step("in the upper tenth of its category", 2, 0.9, "tenth", 1.5))) {
            LhsBuilder<Knowledge> left = upward(rules, step.name, step.tier, Math.nextUp(1.0));
            merchant(left, merchant -> isAtLeast(merchant.growthPercentile(), step.percentile));
            cooledOff(quality(left)).execute(fired -> boost(fired, step.factor, step.otherwise));
        }
        LhsBuilder<Knowledge> leap = upward(rules, "ready to leap", 3, 1.5);
        merchant(leap, merchant -> isAtLeast(merchant.growthPercentile(), 0.9));
        merchant(leap, merchant -> isAtLeast(merchant.quality(), 0.85));
        cooledOff(leap).execute(fired -> boost(fired, "leap", 2));
        LhsBuilder<Knowledge> promoted = upward(rules, "promoted", 1, Double.NaN);
        merchant(promoted, merchant -> merchant.daysSince("promoted_on") != null);
        withMerchant(cooledOff(quality(promoted)), PROGRAMME, Programme.class, (programme, merchant) -> {
                    Integer days = merchant.daysSince("promoted_on");
                    return days != null && days >= 0 && days < programme.number("welcome", 14);
                })
                .execute(fired -> boost(fired, "promoted", 1.2));
    }

    private record Step(String name, int tier, double percentile, String factor, double otherwise) {}

    /** Growth counts where it is asked for. */
    private static LhsBuilder<Knowledge> upward(RuleSetBuilder<Knowledge> rules, String name, int tier, double growth) {
        LhsBuilder<Knowledge> left =
                rules.newRule("Upward: " + name).forEach(PROGRAMME, Programme.class, MERCHANT, Merchant.class);
        programme(left, "upward");
        merchant(left, merchant -> merchant.tier() >= tier);
        if (!Double.isNaN(growth)) {
            merchant(left, merchant -> isAtLeast(merchant.growth(), growth));
        }
        return merchant(left, merchant -> merchant.violations() == 0);
    }

    private static LhsBuilder<Knowledge> quality(LhsBuilder<Knowledge> left) {
        return withMerchant(
                left,
                PROGRAMME,
                Programme.class,
                (programme, merchant) -> isAtLeast(merchant.quality(), programme.number("least_quality", 0.7)));
    }

    private static LhsBuilder<Knowledge> cooledOff(LhsBuilder<Knowledge> left) {
        return withMerchant(left, PROGRAMME, Programme.class, (programme, merchant) -> {
            Integer days = merchant.daysSince("relegated_on");
            return days == null || days < 0 || days >= programme.number("cooling_off", 30);
        });
    }

    private void boost(RhsContext fired, String factor, double otherwise) {
        to(fired).boost("upward", programme(fired).number(factor, otherwise));
    }

    private void festivals(RuleSetBuilder<Knowledge> rules) {
        boosted(rules, "warm-up", festival -> festival.warmUpDays() > 0).execute(fired -> {
            Programme programme = programme(fired);
            FestivalDay festival = fired.get(FESTIVAL);
            Today today = fired.get(TODAY);
            to(fired).boost(programme.id(), festival.warmUp(programme.number("warm_up", 1.2), today.periodDays()));
        });
        festival(
                        rules.newRule("Festival: its inlets open")
                                .forEach(
                                        FESTIVAL,
                                        FestivalDay.class,
                                        PROGRAMME,
                                        Programme.class,
                                        MERCHANT,
                                        Merchant.class),
                        festival -> festival.mainDays() > 0)
                .execute(fired -> {
                    String id = programme(fired).id();
                    to(fired).accessToFestival(id, id);
                });
        LhsBuilder<Knowledge> floor = inlets(rules, "a floor in each inlet");
        floor.execute(fired -> {
            Programme programme = programme(fired);
            FestivalDay festival = fired.get(FESTIVAL);
            Placement placement = fired.get(PLACEMENT);
            to(fired)
                    .guarantee(programme.id(), programme.number("floor", 200) * festival.mainDays())
                    .inPlacement(placement.id());
        });
        inlets(rules, "no merchant swallows an inlet").execute(fired -> {
            Programme programme = programme(fired);
            Placement placement = fired.get(PLACEMENT);
            double most = Math.ceil(placement.impressions() * programme.number("share", 0.5) - 0.000001);
            to(fired).cap(programme.id(), most).inPlacement(placement.id());
        });
        boosted(rules, "encore", festival -> festival.encoreDays() > 0).execute(fired -> {
            FestivalDay festival = fired.get(FESTIVAL);
            Today today = fired.get(TODAY);
            double factor = programme(fired).number("encore", 1.3);
            to(fired).boost(festival.id(), festival.encore(factor, today.periodDays()));
        });
    }

    private static LhsBuilder<Knowledge> boosted(
            RuleSetBuilder<Knowledge> rules, String phase, Predicate<FestivalDay> when) {
        return festival(
                rules.newRule("Festival: " + phase)
                        .forEach(
                                FESTIVAL,
                                FestivalDay.class,
                                PROGRAMME,
                                Programme.class,
                                MERCHANT,
                                Merchant.class,
                                TODAY,
                                Today.class),
                when);
    }

    private static LhsBuilder<Knowledge> inlets(RuleSetBuilder<Knowledge> rules, String name) {
        LhsBuilder<Knowledge> left = festival(
                rules.newRule("Festival: " + name)
                        .forEach(
                                FESTIVAL,
                                FestivalDay.class,
                                PROGRAMME,
                                Programme.class,
                                MERCHANT,
                                Merchant.class,
                                PLACEMENT,
                                Placement.class),
                festival -> festival.mainDays() > 0);
        where(
                left,
                values -> {
                    FestivalDay festival = values.get(0);
                    Placement placement = values.get(1);
                    return festival.id().equals(placement.festival());
                },
                FESTIVAL,
                PLACEMENT);
        return where(
                left,
                values -> {
                    Placement placement = values.get(0);
                    Merchant merchant = values.get(1);
                    return placement.fits(merchant.categories());
                },
                PLACEMENT,
                MERCHANT);
    }

    private static LhsBuilder<Knowledge> festival(LhsBuilder<Knowledge> left, Predicate<FestivalDay> when) {
        where(left, values -> when.test(values.get(0)), FESTIVAL);
        where(
                left,
                values -> {
                    FestivalDay festival = values.get(0);
                    Programme programme = values.get(1);
                    return festival.id().equals(programme.id());
                },
                FESTIVAL,
                PROGRAMME);
        merchant(left, merchant -> merchant.violations() == 0);
        merchant(left, merchant -> !merchant.enrolments().isEmpty());
        return withMerchant(
                left,
                FESTIVAL,
                FestivalDay.class,
                (festival, merchant) ->
                        merchant.enrolments().contains(festival.id()) && festival.fits(merchant.categories()));
    }

    private static LhsBuilder<Knowledge> programme(LhsBuilder<Knowledge> left, String id) {
        return where(left, values -> programme(values).id().equals(id), PROGRAMME);
    }

    private static LhsBuilder<Knowledge> merchant(LhsBuilder<Knowledge> left, Predicate<Merchant> condition) {
        return where(left, values -> condition.test(values.get(0)), MERCHANT);
    }

    private static <T> LhsBuilder<Knowledge> withMerchant(
            LhsBuilder<Knowledge> left, String fact, Class<T> type, BiPredicate<T, Merchant> condition) {
        return where(left, values -> condition.test(values.get(0, type), values.get(1)), fact, MERCHANT);
    }

    private static LhsBuilder<Knowledge> where(LhsBuilder<Knowledge> left, ValuesPredicate condition, String... facts) {
        return left.where(condition, facts);
    }

    private static boolean isAtLeast(@Nullable Double value, double least) {
        return value != null && value >= least;
    }

    private static boolean isUnknownOrAtLeast(@Nullable Double value, double least) {
        return value == null || value >= least;
    }

    private static Programme programme(IntToValue values) {
        return values.get(0);
    }

    private static Programme programme(RhsContext fired) {
        return fired.get(PROGRAMME);
    }

    private Give to(RhsContext fired) {
        return give.to(fired.get(MERCHANT), fired.getRule().getName());
    }
}
