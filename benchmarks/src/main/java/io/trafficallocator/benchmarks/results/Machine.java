package io.trafficallocator.benchmarks.results;

import com.google.common.math.DoubleMath;
import com.google.common.primitives.Doubles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the figures were measured on. */
final class Machine {
    private static final String LOAD = "load";
    private static final String KILOBYTES = " kB";

    private Machine() {}

    static Map<String, Object> describe() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("processor", fromProc("cpuinfo", "model name").orElse(System.getProperty("os.arch", "unknown")));
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("memory", fromProc("meminfo", "MemTotal").orElse("unknown"));
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        // Other work on the machine spoils a figure, and nobody remembers it afterwards.
        machine.put(LOAD, load());
        return machine;
    }

    /**
     * In what two machines differ, with both values; empty when figures of both can be held against each other. The load
     * is left out, as it is never the same twice.
     */
    static String differences(Map<String, Object> a, Map<String, Object> b) {
        Set<String> names = new LinkedHashSet<>(a.keySet());
        names.addAll(b.keySet());
        names.remove(LOAD);
        return names.stream()
                .filter(name -> !same(value(a, name), value(b, name)))
                .map(name -> name + " " + value(a, name) + " and " + value(b, name))
                .collect(Collectors.joining(", "));
    }

    private static String value(Map<String, Object> machine, String name) {
        return String.valueOf(machine.getOrDefault(name, "unknown"));
    }

    /** A system that starts anew may find some kilobytes of memory more or less. */
    private static boolean same(String a, String b) {
        if (a.equals(b)) {
            return true;
        }
        if (!a.endsWith(KILOBYTES) || !b.endsWith(KILOBYTES)) {
            return false;
        }
        Double first = Doubles.tryParse(a.substring(0, a.length() - KILOBYTES.length()));
        Double second = Doubles.tryParse(b.substring(0, b.length() - KILOBYTES.length()));
        return first != null && second != null && DoubleMath.fuzzyEquals(first, second, 0.01 * first);
    }

    private static String load() {
        try {
            String averages = Files.readString(Path.of("/proc/loadavg"));
            return averages.substring(0, averages.indexOf(' '));
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static Optional<String> fromProc(String file, String name) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
