package io.trafficallocator.workbench.scenario;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.trafficallocator.serve.Candidate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Requests that came once, in their order. Immutable. */
public record RequestLog(ImmutableList<Request> requests) {
    private static final long MOST = 1_000_000_000_000L;

    /** One request with its candidates in the order of the file. */
    public record Request(String placement, ImmutableList<Candidate> candidates) {}

    /**
     * Reads a log, plain or {@code .gz}.
     *
     * @throws UnusableInputException at the first thing that is wrong
     */
    public static RequestLog read(Path log, Progress progress, Consumer<Trouble> warnings) {
        return new RequestLog(requests(source(log), progress, warnings));
    }

    /**
     * Reads impressions promised, by merchant, plain or {@code .gz}.
     *
     * @throws UnusableInputException at the first thing that is wrong
     */
    public static ImmutableSortedMap<String, Long> floors(Path floors, Progress progress, Consumer<Trouble> warnings) {
        return promises(source(floors), progress, warnings);
    }

    /** How many requests each placement saw. */
    public ImmutableSortedMap<String, Long> byPlacement() {
        TreeMap<String, Long> counts = new TreeMap<>();
        requests.forEach(request -> counts.merge(request.placement(), 1L, Long::sum));
        return ImmutableSortedMap.copyOfSorted(counts);
    }

    private static SourceFile source(Path path) {
        return new SourceFile(path, path.toString().endsWith(".gz"));
    }

    private static ImmutableList<Request> requests(SourceFile file, Progress progress, Consumer<Trouble> warnings) {
        ImmutableList.Builder<Request> requests = ImmutableList.builder();
        Set<String> seen = new HashSet<>();
        List<Candidate> candidates = new ArrayList<>();
        String request = "";
        String placement = "";
        try (CsvTable table = CsvTable.open(file, TableFormat.REQUESTS, progress, warnings)) {
            int requestColumn = table.column("request");
            int placementColumn = table.column("placement");
            while (table.next()) {
                if (!table.holds(requestColumn, request) || candidates.isEmpty()) {
                    if (!candidates.isEmpty()) {
                        requests.add(new Request(placement, ImmutableList.copyOf(candidates)));
                        candidates.clear();
                    }
                    request = table.name(requestColumn);
                    placement = table.name(placementColumn);
                    if (!seen.add(request)) {
                        throw table.wrong(
                                requestColumn,
                                "stand in rows without another request between them",
                                "the file is not sorted by request.");
                    }
                } else if (!table.name(placementColumn).equals(placement)) {
                    throw table.wrong(
                            placementColumn,
                            "be '" + placement + "', as in the rows of the request above",
                            "two requests share one name.");
                }
                candidates.add(new Candidate(
                        table.name(table.column("merchant")),
                        table.decimal(table.column("score"), -Double.MAX_VALUE, Double.MAX_VALUE)));
            }
            if (candidates.isEmpty()) {
                throw table.atEnd("file holds no request, but must hold one. Maybe the export failed.");
            }
        }
        return requests.add(new Request(placement, ImmutableList.copyOf(candidates)))
                .build();
    }

    private static ImmutableSortedMap<String, Long> promises(
            SourceFile file, Progress progress, Consumer<Trouble> warnings) {
        TreeMap<String, Long> floors = new TreeMap<>();
        try (CsvTable table = CsvTable.open(file, TableFormat.FLOORS, progress, warnings)) {
            int merchant = table.column("merchant");
            while (table.next()) {
                if (floors.put(table.name(merchant), table.whole(table.column("impressions"), 0, MOST)) != null) {
                    throw table.wrong(merchant, "stand in one row only", "one of the two is another merchant.");
                }
            }
        }
        return ImmutableSortedMap.copyOfSorted(floors);
    }
}
