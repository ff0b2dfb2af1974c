package io.trafficallocator.rules;

import com.google.common.collect.ImmutableList;
import io.trafficallocator.model.AllocationRequest;
import io.trafficallocator.model.Programme;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which programmes rules may grant for. A programme that is not listed comes into being when a rule first names it, if
 * the request lists none, or has a festival of that id. Safe for use by several threads.
 */
final class ProgrammeIndex {
    private static final int UNKNOWN = -1;

    private final AllocationRequest request;
    private final List<Programme> programmes;
    private final Map<String, Integer> listed = new HashMap<>();
    private final Map<String, Integer> implied = new HashMap<>();

    ProgrammeIndex(AllocationRequest request) {
        this.request = request;
        this.programmes = new ArrayList<>(request.programmes().values());
        for (Programme programme : programmes) {
            listed.put(programme.id(), listed.size());
        }
    }

    /** Counts in the order of first use, which chance decides: see {@link #positions}. -1 when there is none. */
    int index(@Nullable String id) {
        if (id == null || id.isBlank()) {
            return UNKNOWN;
        }
        Integer index = listed.get(id);
        return index != null ? index : implied(id);
    }

    /** By an index that was given out. */
    synchronized Programme get(int index) {
        return programmes.get(index);
    }

    Collection<String> known() {
        TreeSet<String> names = new TreeSet<>(listed.keySet());
        names.addAll(request.festivals().keySet());
        return names;
    }

    private synchronized int implied(String id) {
        if (!listed.isEmpty() && !request.festivals().containsKey(id)) {
            return UNKNOWN;
        }
        return implied.computeIfAbsent(id, name -> {
            programmes.add(Programme.of(name, 1));
            return programmes.size() - 1;
        });
    }

    synchronized ImmutableList<Programme> sorted() {
        return ImmutableList.sortedCopyOf(Comparator.comparing(Programme::id), programmes);
    }

    /** For each index that was given out, the position in {@link #sorted()}. */
    synchronized int[] positions() {
        ImmutableList<Programme> sorted = sorted();
        Map<String, Integer> position = new HashMap<>();
        for (int index = 0; index < sorted.size(); index++) {
            position.put(sorted.get(index).id(), index);
        }
        return programmes.stream()
                .mapToInt(programme -> position.getOrDefault(programme.id(), UNKNOWN))
                .toArray();
    }
}
