package io.trafficallocator.workbench.scenario;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes scenarios for tests. */
public final class ScenarioFiles {
    private ScenarioFiles() {}

    /** A small scenario that uses every file and every column. */
    public static Path writeGood(Path folder) {
        write(folder, "merchants.csv", """
                id,joined_on,categories,origin,size,tier,quality,gmv,growth,violations,deposit,channel
                m1,2024-11-05,apparel;shoes,Guangzhou,small,0,0.8,1000.5,1.2,0,0,direct
                m2,2023-01-01,luggage,,large,3,0.95,200000,,0,5000,agency
                m3,2022-06-30,,Hangzhou,medium,1,,50000,0.9,2,1000,
                """);
        write(folder, "placements.csv", """
                id,field,impressions,price_per_mille,festival,categories
                live-1,live,10000,25.5,,
                mall-1,mall,5000,10,,apparel;luggage
                coat-inlet,live,800,40,coat-day,apparel
                """);
        write(folder, "demand.csv", """
                merchant,placement,weight
                m2,live-1,60
                m3,live-1,40.5
                m2,mall-1,3
                """);
        write(folder, "programmes.csv", """
                id,tier,name,pool,pool_unit,admission
                launch,1,New Merchant Launch,5000,impressions,joined
                upward,2,Upward Mobility,,yuan,quality
                """);
        write(folder, "festivals.csv", """
                id,categories,starts,ends,name,warm_up,encore
                coat-day,apparel,2024-11-10,2024-11-12,Coat Day,2024-11-08,2024-11-14
                """);
        write(folder, "enrolments.csv", """
                merchant,programme_or_festival,on
                m1,launch,2024-11-05
                m1,coat-day,
                """);
        write(folder, "delivered.csv", """
                merchant,programme,impressions
                m1,launch,120
                """);
        write(folder, "settings.csv", """
                name,value
                as_of,2024-11-11
                period_days,1
                boost_limit,5
                concentration_limit,0.5
                prior_weight,1
                """);
        return folder;
    }

    public static void write(Path folder, String name, String text) {
        write(folder, name, text.getBytes(StandardCharsets.UTF_8));
    }

    public static void write(Path folder, String name, byte[] bytes) {
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces a text that must be there. */
    public static void replace(Path folder, String name, String old, String fresh) {
        String text = read(folder.resolve(name));
        if (!text.contains(old)) {
            throw new IllegalArgumentException("'" + old + "' is not in " + name + ": " + text);
        }
        write(folder, name, text.replace(old, fresh));
    }

    public static void append(Path folder, String name, String text) {
        write(folder, name, read(folder.resolve(name)) + text);
    }

    public static void delete(Path folder, String name) {
        try {
            Files.delete(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a compressed file in the place of the plain one. */
    public static void compress(Path folder, String name) {
        byte[] bytes = read(folder.resolve(name)).getBytes(StandardCharsets.UTF_8);
        delete(folder, name);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name + ".gz")))) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps only the first bytes of a file. */
    public static void cut(Path folder, String name, int bytes) {
        try {
            Path file = folder.resolve(name);
            Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
