package org.coverslip.report;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.coverslip.RefusedException;

/**
 * Rows of text under named columns, as a CSV file: comma, quotes only where needed, LF, UTF-8.
 *
 * @param columns names, in order
 * @param rows each as long as {@code columns}
 */
public record Table(List<String> columns, List<List<String>> rows) {

    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();

    public Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        for (List<String> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(row + " does not fit " + columns);
            }
        }
    }

    /** One line of such a file, without its line feed. */
    public static String line(List<String> cells) {
        return FORMAT.format(cells.toArray());
    }

    /** The cells of one line. */
    public static List<String> cells(String line) {
        try (CSVParser parser = CSVParser.parse(line, FORMAT)) {
            return parser.iterator().next().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the whole file or nothing. */
    public void write(Path file) {
        WholeFile.write(
                file,
                out -> {
                    // NB: the encoder by itself is called for every cell.
                    Writer text =
                            new BufferedWriter(
                                    new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
                    CSVPrinter printer = new CSVPrinter(text, FORMAT);
                    printer.printRecord(columns);
                    for (List<String> row : rows) printer.printRecord(row);
                    printer.flush();
                });
    }

    /**
     * Reads a table back.
     *
     * @throws RefusedException if the file cannot be read or its rows are not all as long as the
     *     header
     */
    public static Table read(Path file) {
        try (BufferedReader text = Files.newBufferedReader(file)) {
            // NB: spreadsheets put a byte order mark before the first column's name.
            text.mark(1);
            if (text.read() != '\uFEFF') text.reset();
            CSVParser parser = FORMAT.parse(text);
            List<List<String>> rows = new ArrayList<>();
            parser.forEach(row -> rows.add(row.toList()));
            if (rows.isEmpty()) throw new IllegalArgumentException("no header");
            return new Table(rows.get(0), rows.subList(1, rows.size()));
        } catch (NoSuchFileException e) {
            throw new RefusedException(file, "there is no such file", "check the path", e);
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new RefusedException(
                    file,
                    "this is not a whole CSV table (" + e.getMessage() + ")",
                    "delete it or restore it",
                    e);
        }
    }
}
