package io.trafficallocator.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.trafficallocator.RandomFacts;
import io.trafficallocator.entitlements.Cells;
import io.trafficallocator.entitlements.Eligibility;
import io.trafficallocator.entitlements.Entitlements;
import io.trafficallocator.model.Admission;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.PoolUnit;
import io.trafficallocator.model.Programme;
import io.trafficallocator.model.Scopes;
import io.trafficallocator.parallel.Workers;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What every admission must keep, tried on random requests with prices worked out in another way. */
class AdmissionPropertiesTest {
    private record Claim(int merchant, long due, long admitted, BigDecimal price) {
        BigDecimal cost() {
            return price.multiply(BigDecimal.valueOf(admitted));
        }

        boolean isShort() {
            return admitted < due;
        }
    }

    @Test
    void pools_hold_to_the_last_impression_and_fen_and_the_order_of_admission_is_kept() {
        int scarce = 0;
        for (long seed = 0; seed < 3_000; seed++) {
            RandomFacts facts = new RandomFacts(seed);
            AllocationRequest request = facts.request();
            Entitlements entitlements = Entitlements.of(request, facts.grants(), Workers.of(1));
            Cells cells = Cells.of(request, Eligibility.of(request), entitlements, Workers.of(1));
            Commitments commitments = Commitments.of(request, entitlements, cells);
            for (int index = 0; index < entitlements.programmes().size(); index++) {
                Programme programme = entitlements.programmes().get(index);
                List<Claim> claims = claims(request, entitlements, cells, commitments, index);
                String name = facts + ", programme " + programme;
                BigDecimal cost = claims.stream().map(Claim::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
                assertThat(commitments.committed(index)).as(name).isEqualByComparingTo(cost);
                if (claims.stream().noneMatch(Claim::isShort)) {
                    continue;
                }
                scarce++;
                BigDecimal left = BigDecimal.valueOf(Objects.requireNonNull(programme.pool()))
                        .subtract(cost);
                assertThat(left).as(name).isGreaterThanOrEqualTo(BigDecimal.ZERO);
                assertThat(claims)
                        .as("%s: what costs nothing is admitted", name)
                        .noneMatch(claim -> claim.isShort() && claim.price.signum() == 0);
                if (programme.admission() == Admission.PROPORTIONAL) {
                    checkProportional(name, programme, Objects.requireNonNull(programme.pool()), claims, left);
                } else {
                    checkOrder(name, request, programme, claims, left);
                }
            }
        }
        assertThat(scarce).isGreaterThan(200);
    }

    private static void checkProportional(
            String name, Programme programme, double pool, List<Claim> claims, BigDecimal left) {
        double due = claims.stream()
                .mapToDouble(claim -> claim.price.doubleValue() * claim.due)
                .sum();
        if (programme.poolUnit() == PoolUnit.IMPRESSIONS) {
            assertThat(left).as(name).isEqualByComparingTo(BigDecimal.ZERO);
        }
        for (Claim claim : claims) {
            if (claim.price.signum() > 0) {
                double share = claim.due * pool / due;
                assertThat((double) claim.admitted).as(name).isBetween(share - 1 - 1e-9, share + 1 + 1e-9);
                if (claim.admitted < share - 1e-6) {
                    assertThat(claim.price).as("%s: could buy one more", name).isGreaterThan(left);
                }
            }
        }
    }

    private static void checkOrder(
            String name, AllocationRequest request, Programme programme, List<Claim> claims, BigDecimal left) {
        Comparator<Claim> first = programme.admission() == Admission.JOINED
                ? Comparator.comparing(claim -> request.merchants().joinedOn(claim.merchant))
                : Comparator.comparing(claim -> {
                    double quality = request.merchants().quality(claim.merchant);
                    return Double.isNaN(quality) ? 2 : -quality;
                });
        List<Claim> ordered = claims.stream()
                .filter(claim -> claim.price.signum() > 0)
                .sorted(first)
                .toList();
        BigDecimal before = BigDecimal.ZERO;
        boolean isShort = false;
        for (int from = 0, to; from < ordered.size(); from = to) {
            for (to = from + 1; to < ordered.size() && first.compare(ordered.get(from), ordered.get(to)) == 0; to++) {
                // Those of one rank stand side by side.
            }
            List<Claim> equals = ordered.subList(from, to);
            if (isShort) {
                assertThat(equals).as(name).allMatch(claim -> claim.admitted == 0);
            } else if (equals.stream().anyMatch(Claim::isShort)) {
                isShort = true;
                checkProportional(
                        name, programme, Objects.requireNonNull(programme.pool()) - before.doubleValue(), equals, left);
            }
            before = before.add(equals.stream().map(Claim::cost).reduce(BigDecimal.ZERO, BigDecimal::add));
        }
    }

    private static List<Claim> claims(
            AllocationRequest request, Entitlements entitlements, Cells cells, Commitments commitments, int programme) {
        List<Claim> claims = new ArrayList<>();
        int[] guarantees = commitments.guarantees();
        for (int position = 0; position < guarantees.length; position++) {
            int row = guarantees[position];
            if (entitlements.programme(row) == programme) {
                int merchant = entitlements.merchant(row);
                claims.add(new Claim(
                        merchant,
                        entitlements.impressions(row),
                        commitments.admitted()[position],
                        price(
                                request,
                                cells,
                                merchant,
                                entitlements.scope(row),
                                entitlements.programmes().get(programme))));
            }
        }
        return claims;
    }

    private static BigDecimal price(
            AllocationRequest request, Cells cells, int merchant, int scope, Programme programme) {
        if (programme.poolUnit() == PoolUnit.IMPRESSIONS) {
            return BigDecimal.ONE;
        }
        Scopes scopes = request.placements().scopes();
        BigDecimal dearest = BigDecimal.ZERO;
        for (int placement = 0; placement < request.placements().count(); placement++) {
            if (scopes.covers(scope, placement) && cells.find(merchant, placement) >= 0) {
                dearest = dearest.max(
                        BigDecimal.valueOf(request.placements().get(placement).pricePerMille()));
            }
        }
        return dearest.movePointLeft(3);
    }
}
