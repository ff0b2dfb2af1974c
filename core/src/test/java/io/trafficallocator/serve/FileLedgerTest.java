package io.trafficallocator.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trafficallocator.serve.QuotaLedger.Account;
import io.trafficallocator.serve.QuotaLedger.Balance;
import io.trafficallocator.serve.QuotaLedger.Claim;
import io.trafficallocator.serve.conformance.QuotaLedgerContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLedgerTest extends QuotaLedgerContract {
    private static final Account ACCOUNT = new Account("商户", "everything");

    @TempDir
    private Path folder = Path.of("");

    @Override
    protected QuotaLedger connect() {
        return FileLedger.open(file());
    }

    private Path file() {
        return folder.resolve("period.ledger");
    }

    @Test
    void whatWasCutOffIsDroppedAndWritingGoesOn() throws IOException {
        settle(connect(), 1, 10);
        long whole = Files.size(file());
        settle(connect(), 2, 20);
        byte[] bytes = Files.readAllBytes(file());
        for (int cut = (int) whole; cut < bytes.length; cut++) {
            Files.write(file(), Arrays.copyOf(bytes, cut));
            assertThat(settle(connect(), 3, 15).delivered())
                    .as("cut at %d", cut)
                    .isEqualTo(15);
            assertThat(settle(connect(), 4, 15).leased()).as("cut at %d", cut).isEqualTo(15);
        }
    }

    @Test
    void damageIsRefused() throws IOException {
        settle(connect(), 1, 10);
        int first = (int) Files.size(file());
        settle(connect(), 2, 20);
        byte[] bytes = Files.readAllBytes(file());
        for (int at = LedgerFormat.HEAD_BYTES; at < first; at++) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 0x10;
            Files.write(file(), damaged);
            assertThatThrownBy(this::connect)
                    .as("byte %d", at)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is damaged at byte " + LedgerFormat.HEAD_BYTES);
        }
    }

    @Test
    void otherFilesAndVersionsAreRefused() throws IOException {
        Files.writeString(file(), "merchant,impressions\n");
        assertThatThrownBy(this::connect).hasMessageContaining("is no ledger");
        Files.write(file(), "TRAFLEDG\0\0\0\7\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(this::connect).hasMessageContaining("has version 7").hasMessageContaining("version 1");
        assertThatThrownBy(() -> FileLedger.open(folder.resolve("missing").resolve("a.ledger")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("Maybe");
    }

    @Test
    void aFileThatGrewIsWrittenAnewUnderEverybodysFeet() throws IOException {
        QuotaLedger one = connect();
        QuotaLedger two = connect();
        long largest = 0;
        int rounds = 60;
        for (int round = 1; round <= rounds; round++) {
            long delivered = round;
            List<Claim> claims = IntStream.range(0, 500)
                    .mapToObj(index -> new Claim(
                            new Account("merchant " + index, "everything"), delivered, delivered, Long.MAX_VALUE))
                    .toList();
            (round % 2 == 0 ? one : two).settle(round % 2 == 0 ? "one" : "two", round, claims);
            largest = Math.max(largest, Files.size(file()));
        }
        assertThat(Files.size(file())).as("size at the end").isLessThan(largest);
        for (QuotaLedger ledger : List.of(one, two, connect())) {
            Account account = new Account("merchant 17", "everything");
            assertThat(ledger.settle("three", 1, List.of(new Claim(account, 0, 5, 200))))
                    .containsExactly(new Balance(5, 2L * rounds - 1));
        }
    }

    @Test
    void twoProcessesShareALimitToTheLastImpression() throws Exception {
        connect();
        List<Process> processes = new ArrayList<>();
        for (String name : List.of("one", "two")) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Sharing.class.getName(),
                            file().toString(),
                            name)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        }
        long shown = 0;
        for (Process process : processes) {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            shown += Long.parseLong(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim());
        }
        assertThat(shown).isEqualTo(Sharing.LIMIT);
    }

    /** One of several processes that lease from the same file. */
    static final class Sharing {
        static final long LIMIT = 700;

        private Sharing() {}

        public static void main(String[] args) {
            System.out.println(showAll(FileLedger.open(Path.of(args[0])), args[1], LIMIT));
        }
    }

    private static Balance settle(QuotaLedger ledger, long round, long delivered) {
        return ledger.settle("a", round, List.of(new Claim(ACCOUNT, delivered, delivered, 100)))
                .get(0);
    }
}
