// Detect_Folder.ijm
//
// Looks for objects (cells, mitoses, parasites, glomeruli: whatever the network was trained on) in
// every image, stack, movie or slide of a folder, and writes for each one
//     overlay.png       the image with a box around every object, and how many there are of each class
//     objects.csv       a row per object: class, score, place and size, in pixels and micrometres
//     objects.geojson   the same objects for QuPath (drag it onto the open image)
// and for all of them summary.csv (how many of each class; on slides also how many per mm2),
// failures.csv, run.json, and labels/coco: the boxes as labels that can be corrected by hand.
//
// The network must be a Coverslip bundle that says how its outputs are read:
// Plugins > Coverslip > Coverslip Import Model... with Decoder (auto, yolov5, yolov8, ssd, ...).
// Instead of a network, nuclei-boxes names the one that ships for trying things out: it knows
// synthetic slides only.
//
// By hand:    Plugins > Macros > Run..., choose this file, then the folder and the network.
// Unattended: pass the three paths as the argument, separated by commas:
//     java -jar coverslip.jar macro file=Detect_Folder.ijm argument=images,mitosis-net,results
//     ImageJ --headless -macro Detect_Folder.ijm images,mitosis-net,results
// Stop it whenever you like: the same line goes on where it was.

argument = getArgument();
if (argument != "") {
    parts = split(argument, ",");
    if (parts.length != 3) exit("Give three paths: images,network,results");
    input = parts[0];
    model = parts[1];
    output = parts[2];
} else {
    input = getDirectory("Folder with images");
    model = getDirectory("Network (bundle folder)");
    output = getDirectory("Folder for the results");
}

run("Coverslip Detect...", "input=[" + input + "] model=[" + model + "] output=[" + output + "] labels=coco");

// The table of one image holds its objects, that of several their counts. Where nothing was searched,
// the log says why, and there may be the summary of an earlier run.
summary = output + File.separator + "summary.csv";
if (File.exists(summary) && !File.exists(output + File.separator + "refused.json")) {
    lines = split(File.openAsString(summary), "\n");
    columns = split(lines[0], ",");
    for (i = 1; i < lines.length; i++) {
        cells = split(lines[i], ",");
        // A name with commas is several cells here, and stands in quotes.
        commas = cells.length - columns.length;
        name = cells[0];
        for (j = 1; j <= commas; j++) name = name + "," + cells[j];
        print(replace(name, "\"", "") + ": " + cells[4 + commas] + " objects");
    }
}
