using System.Globalization;

namespace ImageGeneration.Cli.Generate;

/// <summary>Where the pictures go. Found out, and tried, before anything is spent.</summary>
internal sealed class OutputTarget
{
    private readonly string _directory;
    private readonly string? _name;
    private readonly string? _extension;

    private OutputTarget(string directory, string? name, string? extension) =>
        (_directory, _name, _extension) = (directory, name, extension);

    /// <param name="out">The option: a file, a directory, or null for the working directory. A name that does not exist yet and has no
    /// extension is a directory.</param>
    /// <param name="workingDirectory">What a relative name starts from.</param>
    public static OutputTarget Prepare(string? @out, string workingDirectory)
    {
        var path = Path.GetFullPath(@out ?? ".", workingDirectory);
        var isDirectory = @out is null or "" || Path.EndsInDirectorySeparator(@out) || Directory.Exists(path) || !Path.HasExtension(path);
        var target = isDirectory
            ? new OutputTarget(path, null, null)
            : new OutputTarget(Path.GetDirectoryName(path)!, Path.GetFileNameWithoutExtension(path), Path.GetExtension(path));
        try
        {
            Directory.CreateDirectory(target._directory);
            using var probe = File.Create(target.TemporaryFile(), 1, FileOptions.DeleteOnClose);
            return target;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.Usage($"--out: no file can be written in {target._directory}: {e.Message}");
        }
    }

    public string TemporaryFile() => Path.Combine(_directory, $".imagegen-{Guid.NewGuid():N}.part");

    /// <summary>Gives a finished file its name; one that is taken gets a number.</summary>
    /// <param name="temporary">The file as it was written.</param>
    /// <param name="name">Its name when the option gave none, without an extension.</param>
    /// <param name="mediaType">Decides the extension when the option gave none.</param>
    /// <returns>The file's full path.</returns>
    public string Keep(string temporary, string name, string? mediaType)
    {
        for (var number = 1; ; number++)
        {
            var suffix = number == 1 ? "" : "-" + number.ToString(CultureInfo.InvariantCulture);
            var file = Path.Combine(_directory, (_name ?? name) + suffix + (_extension ?? FileNames.Extension(mediaType)));
            try
            {
                File.Move(temporary, file, overwrite: false);
                return file;
            }
            catch (IOException) when (Path.Exists(file))
            {
                // Taken, perhaps only just now by somebody else.
            }
        }
    }
}
