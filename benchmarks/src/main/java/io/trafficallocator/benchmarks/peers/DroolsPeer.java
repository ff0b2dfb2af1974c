package io.trafficallocator.benchmarks.peers;

import io.trafficallocator.model.Placement;
import io.trafficallocator.model.Programme;
import io.trafficallocator.rules.Grants;
import io.trafficallocator.rules.RuleSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kie.api.KieBase;
import org.kie.api.io.ResourceType;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.StatelessKieSession;
import org.kie.internal.builder.KnowledgeBuilder;
import org.kie.internal.builder.KnowledgeBuilderFactory;
import org.kie.internal.io.ResourceFactory;

/** The texts of the packs in Drools as it comes, over plain objects. */
final class DroolsPeer {
    private static final String GIVE = "$give";
    private static final String IMPORTS = Stream.of(
                    Merchant.class, Today.class, FestivalDay.class, Programme.class, Placement.class)
            .map(type -> "import " + type.getName() + ";\n")
            .collect(Collectors.joining("", "", "global " + Give.class.getName() + " " + GIVE + ";\n"));
    /** What the spreadsheet of that name says. */
    private static final String FESTIVAL_DAYS = "package festivaldays\n"
            + opening("mink opening", "mink", 1.5)
            + opening("clothing warmth opening", "clothing-warmth", 1.4)
            + opening("luggage opening", "luggage", 1.3);

    private final PeerFacts facts;
    private final KieBase base;

    DroolsPeer(List<RuleSource> sources, PeerFacts facts) {
        this.facts = facts;
        KnowledgeBuilder builder = KnowledgeBuilderFactory.newKnowledgeBuilder();
        for (RuleSource source : sources) {
            String text = source.file().endsWith(".csv") ? FESTIVAL_DAYS : source.text();
            builder.add(
                    ResourceFactory.newByteArrayResource(ofPeer(text).getBytes(StandardCharsets.UTF_8)),
                    ResourceType.DRL);
        }
        if (builder.hasErrors()) {
            throw new IllegalStateException(builder.getErrors().toString());
        }
        this.base = builder.newKieBase();
    }

    private static String opening(String name, String festival, double factor) {
        return String.format(Locale.ROOT, """
                rule "Festival days: %s"
                when
                    Programme( id == "%s" )
                    $f : FestivalDay( id == "%s", opening == true )
                    Merchant( enrolments contains "%s", violations == 0, $f.fits(categories) )
                then
                    grant.boost("%s", %s);
                end
                """, name, festival, festival, festival, festival, factor);
    }

    private static String ofPeer(String text) {
        return text.replaceFirst("(?m)^package .*$", "$0\n" + Matcher.quoteReplacement(IMPORTS))
                .replaceAll("(?m)^    grant\\.", Matcher.quoteReplacement("    " + GIVE + ".to(kcontext)."));
    }

    /** One session that holds everybody. */
    Grants oneSession() {
        Give give = facts.give();
        KieSession session = base.newKieSession();
        try {
            session.setGlobal(GIVE, give);
            facts.day().forEach(session::insert);
            facts.merchants().forEach(session::insert);
            session.fireAllRules();
        } finally {
            session.dispose();
        }
        return give.granted();
    }

    /** A session for each merchant. */
    Grants sessionForEach() {
        Give give = facts.give();
        StatelessKieSession session = base.newStatelessKieSession();
        session.setGlobal(GIVE, give);
        for (Merchant merchant : facts.merchants()) {
            List<Object> all = new ArrayList<>(facts.day());
            all.add(merchant);
            session.execute(all);
        }
        return give.granted();
    }
}
