package io.trafficallocator.benchmarks.peers;

import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.EntitlementKind;
import io.trafficallocator.model.Programme;
import io.trafficallocator.model.RuleReference;
import io.trafficallocator.model.Scopes;
import io.trafficallocator.rules.Grants;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kie.api.runtime.rule.RuleContext;

/** Notes down what rules grant. Public because rules call it. Used by one thread at a time. */
public final class Give {
    private static final int NOTHING = -1;

    private final AllocationRequest request;
    private final Map<String, Integer> programmes = new HashMap<>();
    private final Map<String, Integer> rules = new HashMap<>();
    private final Grants.Builder granted;
    private Merchant merchant;
    private int rule;
    private int last = NOTHING;

    Give(AllocationRequest request, List<RuleReference> references, Merchant anybody) {
        this.request = request;
        List<Programme> sorted = List.copyOf(request.programmes().values());
        sorted.forEach(programme -> programmes.put(programme.id(), programmes.size()));
        references.forEach(reference -> rules.put(reference.rule(), rules.size()));
        this.granted = new Grants.Builder(sorted, references);
        this.merchant = anybody;
    }

    Grants granted() {
        return granted.build();
    }

    /** To the merchant that a rule of Drools fired for. */
    public Give to(RuleContext fired) {
        for (Object fact : fired.getMatch().getObjects()) {
            if (fact instanceof Merchant found) {
                return to(found, fired.getRule().getName());
            }
        }
        throw new IllegalStateException(fired.getRule().getName() + " fired for no merchant");
    }

    Give to(Merchant receiver, String ruleName) {
        this.merchant = receiver;
        this.rule = known(rules, ruleName);
        return this;
    }

    private Give add(EntitlementKind kind, String programme, double amount) {
        last = granted.add(merchant.row(), kind, known(programmes, programme), Scopes.EVERYTHING, amount, rule);
        return this;
    }

    private static int known(Map<String, Integer> of, String name) {
        Integer index = of.get(name);
        if (index == null) {
            throw new IllegalArgumentException("'" + name + "' is not listed");
        }
        return index;
    }

    /** Nothing when it is for no impressions. */
    public Give guarantee(String programme, double impressions) {
        if (impressions == 0) {
            last = NOTHING;
            return this;
        }
        return add(EntitlementKind.GUARANTEE, programme, impressions);
    }

    /** A factor. */
    public Give boost(String programme, double factor) {
        return add(EntitlementKind.BOOST, programme, factor);
    }

    /** A whole number of impressions. */
    public Give cap(String programme, double impressions) {
        return add(EntitlementKind.CAP, programme, impressions);
    }

    /** Every inlet of a festival. */
    public void accessToFestival(String programme, String festival) {
        for (int placement = 0; placement < request.placements().count(); placement++) {
            if (festival.equals(request.placements().get(placement).festival())) {
                add(EntitlementKind.ACCESS, programme, 0);
                scope(request.placements().scopes().ofPlacement(placement));
            }
        }
    }

    /** Nothing at all, and why. */
    public void exclude(String programme, String reason) {
        add(EntitlementKind.EXCLUSION, programme, 0);
        granted.setReason(last, reason);
    }

    /** Yuan, kept as fen; nothing when it is none. */
    public void subsidy(String programme, double yuan) {
        double fen = Math.rint(yuan * 100);
        if (fen > 0) {
            add(EntitlementKind.SUBSIDY, programme, fen);
        }
    }

    /** Narrows what was granted last. */
    public Give inField(String field) {
        return scope(request.placements().scopes().ofField(field));
    }

    /** Narrows what was granted last. */
    public Give inPlacement(String placement) {
        return scope(
                request.placements().scopes().ofPlacement(request.placements().index(placement)));
    }

    private Give scope(int scope) {
        if (last != NOTHING) {
            granted.setScope(last, scope);
        }
        return this;
    }

    /** From the day that the merchant joined. */
    public void overFirstDays(int days) {
        overDays(merchant.joinedOn(), days);
    }

    /** From a day on. */
    public void overDays(LocalDate first, int days) {
        if (last != NOTHING) {
            granted.setWindow(last, Math.toIntExact(first.toEpochDay()), days);
        }
    }
}
