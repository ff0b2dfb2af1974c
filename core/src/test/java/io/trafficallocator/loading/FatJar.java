package io.trafficallocator.loading;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Writes a jar as Spring Boot's plugin does: its loader at the root, and every library as a jar within. */
final class FatJar {
    private static final String MANIFEST = """
            Manifest-Version: 1.0
            Main-Class: org.springframework.boot.loader.launch.JarLauncher
            Start-Class: %s
            Spring-Boot-Classes: BOOT-INF/classes/
            Spring-Boot-Lib: BOOT-INF/lib/

            """;

    private FatJar() {}

    static void write(Path target, Path loader, List<Path> libraries, Class<?> start) throws IOException {
        try (OutputStream file = Files.newOutputStream(target);
                ZipOutputStream jar = new ZipOutputStream(file)) {
            put(jar, "META-INF/MANIFEST.MF", MANIFEST.formatted(start.getName()).getBytes(StandardCharsets.UTF_8));
            try (InputStream stream = Files.newInputStream(loader);
                    ZipInputStream entries = new ZipInputStream(stream)) {
                for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                    if (entry.getName().startsWith("org/") && !entry.isDirectory()) {
                        put(jar, entry.getName(), entries.readAllBytes());
                    }
                }
            }
            put(jar, "BOOT-INF/classes/", new byte[0]);
            String name = start.getName().replace('.', '/') + ".class";
            try (InputStream code = start.getClassLoader().getResourceAsStream(name)) {
                put(jar, "BOOT-INF/classes/" + name, code == null ? new byte[0] : code.readAllBytes());
            }
            put(jar, "BOOT-INF/lib/", new byte[0]);
            for (int index = 0; index < libraries.size(); index++) {
                Path library = libraries.get(index);
                byte[] bytes = Files.isDirectory(library) ? zip(library) : Files.readAllBytes(library);
                store(jar, "BOOT-INF/lib/" + index + ".jar", bytes);
            }
        }
    }

    private static byte[] zip(Path folder) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream jar = new ZipOutputStream(bytes);
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                put(jar, folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return bytes.toByteArray();
    }

    private static void put(ZipOutputStream jar, String name, byte[] bytes) throws IOException {
        jar.putNextEntry(new ZipEntry(name));
        new ByteArrayInputStream(bytes).transferTo(jar);
        jar.closeEntry();
    }

    /** The loader reads a jar within only where it is not compressed. */
    private static void store(ZipOutputStream jar, String name, byte[] bytes) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCrc(sum.getValue());
        jar.putNextEntry(entry);
        jar.write(bytes);
        jar.closeEntry();
    }
}
