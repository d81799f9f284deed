// Classify_Folder.ijm
//
// Gives every image in a folder (and the folders in it) a probability per class, with a
// network of your own or one that others published, and writes
//     summary.csv     one row per image: the prediction and the probability of every class
//     topk.csv        the five most probable classes of every image
//     montage.png     all images with their prediction, to look over at a glance
//     failures.csv    images that could not be read, and why (only if there are any)
//     run.json        which network, which settings, which device
//
// The network must be a Coverslip bundle: make one with Plugins > Coverslip > Coverslip Import Model...
//
// By hand:    Plugins > Macros > Run..., choose this file, then the folder and the network.
// Unattended: pass the three paths as the argument, separated by commas:
//     java -jar coverslip.jar macro file=Classify_Folder.ijm argument=xrays,pneumonia,results
//     ImageJ --headless -macro Classify_Folder.ijm xrays,pneumonia,results
// Run it again after a crash: what is done is skipped, what failed is tried again.

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

run("Coverslip Classify...", "input=[" + input + "] model=[" + model + "] output=[" + output + "]");

// The rows are in ImageJ's Results table now, for example to count a class:
if (nResults > 0) {
    for (i = 0; i < nResults; i++) print(getResultString("image", i) + ": " + getResultString("prediction", i));
    print(nResults + " images classified, table: " + output + File.separator + "summary.csv");
}
