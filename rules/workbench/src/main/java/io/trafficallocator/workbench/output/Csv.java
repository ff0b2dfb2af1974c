package io.trafficallocator.workbench.output;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;

/** One look for every CSV file that is written: UTF-8, line feeds, numbers without an exponent or a locale. */
final class Csv implements AutoCloseable {
    private final CsvWriter writer;

    Csv(OutputStream out, String... header) {
        this.writer = CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .bufferSize(1 << 16)
                .build(out);
        row(header);
    }

    void row(String... cells) {
        writer.writeRecord(cells);
    }

    /** Whole where it is whole, otherwise the shortest decimal that reads back equal. */
    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
            return Long.toString((long) value);
        }
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.toString(value);
        }
        return new BigDecimal(Double.toString(value)).toPlainString();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
