package io.trafficallocator.model;

import io.trafficallocator.parallel.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;

/**
 * Names a request by what is in it: the same facts give the same digest, in whatever order or form they were handed
 * over. Rows are hashed in pieces of a fixed size, and then the pieces' hashes, so that threads can share the work.
 */
public final class FactsDigest {
    private static final int ROWS_PER_PIECE = 1 << 15;
    private static final int ENTRIES_PER_PIECE = 1 << 17;

    private FactsDigest() {}

    /** SHA-256 in hexadecimal. */
    public static String of(AllocationRequest request, Workers workers) {
        DigestBuffer whole = DigestBuffer.of(2 * request.placements().count());
        putSettings(whole, request.settings());
        whole.putInt(request.placements().count());
        request.placements().asList().forEach(placement -> putPlacement(whole, placement));
        whole.putInt(request.programmes().size());
        request.programmes().values().forEach(programme -> putProgramme(whole, programme));
        whole.putInt(request.festivals().size());
        request.festivals().values().forEach(festival -> putFestival(whole, festival));
        putMerchants(whole, request.merchants(), workers);
        putDemand(whole, request.demand(), workers);
        for (Map.Entry<String, Long> delivered : request.deliveredInOrder().entrySet()) {
            whole.putText(delivered.getKey());
            whole.putLong(delivered.getValue());
        }
        return whole.hexadecimal();
    }

    private static void putSettings(DigestBuffer buffer, Settings settings) {
        buffer.putLong(settings.asOf().toEpochDay());
        buffer.putInt(settings.periodDays());
        buffer.putDouble(settings.boostLimit());
        buffer.putDouble(settings.concentrationLimit());
        buffer.putDouble(settings.priorWeight());
        buffer.putInt(settings.launchDays());
        buffer.putInt(settings.growthDays());
    }

    private static void putPlacement(DigestBuffer buffer, Placement placement) {
        buffer.putText(placement.id());
        buffer.putText(placement.field());
        buffer.putLong(placement.impressions());
        buffer.putDouble(placement.pricePerMille());
        buffer.putText(placement.festival() == null ? "" : placement.festival());
        buffer.putTexts(placement.categories().asList());
    }

    private static void putProgramme(DigestBuffer buffer, Programme programme) {
        buffer.putText(programme.id());
        buffer.putText(programme.name());
        buffer.putInt(programme.tier());
        buffer.putDouble(programme.pool() == null ? Double.POSITIVE_INFINITY : programme.pool());
        buffer.putInt(programme.poolUnit().ordinal());
        buffer.putInt(programme.admission().ordinal());
        buffer.putInt(programme.parameters().size());
        new TreeMap<>(programme.parameters()).forEach((name, value) -> {
            buffer.putText(name);
            buffer.putText(value);
        });
    }

    private static void putFestival(DigestBuffer buffer, Festival festival) {
        buffer.putText(festival.id());
        buffer.putText(festival.name());
        buffer.putTexts(festival.categories().asList());
        buffer.putLong(festival.warmUp().toEpochDay());
        buffer.putLong(festival.starts().toEpochDay());
        buffer.putLong(festival.ends().toEpochDay());
        buffer.putLong(festival.encore().toEpochDay());
    }

    private static void putMerchants(DigestBuffer whole, Merchants merchants, Workers workers) {
        List<String> attributes = merchants.attributeNames().stream().sorted().toList();
        List<Dictionary<?>> dictionaries = merchants.dictionaries(attributes);
        DigestBuffer values = DigestBuffer.of(1);
        long ofNothing = fingerprint("", values);
        List<IntToLongFunction> fingerprints = dictionaries.stream()
                .map(dictionary -> fingerprints(dictionary, merchants.count(), ofNothing, values))
                .toList();
        whole.putInt(merchants.count());
        whole.putTexts(attributes);
        byte[][] pieces = new byte[Workers.pieces(merchants.count(), ROWS_PER_PIECE)][];
        workers.run(merchants.count(), ROWS_PER_PIECE, (piece, from, to) -> {
            DigestBuffer buffer = DigestBuffer.of(to - from);
            for (int row = from; row < to; row++) {
                buffer.putText(merchants.id(row));
                buffer.putInt(merchants.joinedOn(row));
                buffer.putInt(merchants.tier(row));
                buffer.putDouble(merchants.quality(row));
                buffer.putDouble(merchants.gmv(row));
                buffer.putDouble(merchants.growth(row));
                buffer.putInt(merchants.violations(row));
                buffer.putDouble(merchants.deposit(row));
                for (IntToLongFunction ofRow : fingerprints) {
                    buffer.putLong(ofRow.applyAsLong(row));
                }
            }
            pieces[piece] = buffer.bytes();
        });
        for (byte[] piece : pieces) {
            whole.putBytes(piece);
        }
    }

    /** By row, the numbers that stand for a dictionary's values wherever the same values get other codes. */
    private static IntToLongFunction fingerprints(
            Dictionary<?> dictionary, int rows, long ofNothing, DigestBuffer buffer) {
        if (dictionary.values().size() > rows) {
            // A few merchants may come with the values of a whole marketplace.
            // Most of whom often have none of them.
            long[] ofRow = new long[rows];
            Arrays.setAll(ofRow, row -> {
                Object value = dictionary.get(row);
                return value.equals("") ? ofNothing : fingerprint(value, buffer);
            });
            return row -> ofRow[row];
        }
        long[] ofCode = new long[dictionary.values().size()];
        Arrays.setAll(ofCode, code -> fingerprint(dictionary.values().get(code), buffer));
        return row -> ofCode[dictionary.code(row)];
    }

    private static long fingerprint(Object value, DigestBuffer buffer) {
        if (value instanceof Iterable<?> parts) {
            parts.forEach(part -> buffer.putText(part.toString()));
        } else {
            buffer.putText(value.toString());
        }
        return buffer.fingerprint();
    }

    private static void putDemand(DigestBuffer whole, DemandTable demand, Workers workers) {
        byte[][] rows = new byte[Workers.pieces(demand.merchants(), ENTRIES_PER_PIECE)][];
        workers.run(demand.merchants(), ENTRIES_PER_PIECE, (piece, from, to) -> {
            DigestBuffer buffer = DigestBuffer.of(to - from);
            for (int row = from; row < to; row++) {
                buffer.putInt(demand.start(row + 1));
            }
            rows[piece] = buffer.bytes();
        });
        byte[][] entries = new byte[Workers.pieces(demand.entries(), ENTRIES_PER_PIECE)][];
        workers.run(demand.entries(), ENTRIES_PER_PIECE, (piece, from, to) -> {
            DigestBuffer buffer = DigestBuffer.of(to - from);
            for (int entry = from; entry < to; entry++) {
                buffer.putInt(demand.placement(entry));
                buffer.putDouble(demand.weight(entry));
            }
            entries[piece] = buffer.bytes();
        });
        whole.putInt(demand.entries());
        for (byte[] piece : rows) {
            whole.putBytes(piece);
        }
        for (byte[] piece : entries) {
            whole.putBytes(piece);
        }
    }
}
