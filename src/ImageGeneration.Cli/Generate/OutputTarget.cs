using System.Globalization;

namespace ImageGeneration.Cli.Generate;

/// <summary>Represents the target of the images, which is resolved, and tested, before anything is spent.</summary>
internal sealed class OutputTarget
{
    // A disk without room for this much has none for an image.
    private const int LeastRoom = 1 << 20;

    private readonly string _directory;
    private readonly string? _name;
    private readonly string? _extension;

    private OutputTarget(string directory, string? name, string? extension) =>
        (_directory, _name, _extension) = (directory, name, extension);

    /// <summary>Creates a target for files that get their names from their content.</summary>
    public static OutputTarget Folder(string directory) => new(directory, null, null);

    /// <param name="out">The option: a file, a directory, or null for the working directory. A name that does not exist yet and has no
    /// extension is a directory.</param>
    /// <param name="workingDirectory">The directory that a relative name starts from.</param>
    /// <param name="name">An example of the names that files get when the option gives none, without an extension.</param>
    /// <param name="count">The maximum number of images.</param>
    public static OutputTarget Prepare(string? @out, string workingDirectory, string name, int count)
    {
        var path = Path.GetFullPath(@out ?? ".", workingDirectory);
        var isDirectory = @out is null or "" || Path.EndsInDirectorySeparator(@out) || Directory.Exists(path) || !Path.HasExtension(path);
        var target = isDirectory
            ? Folder(path)
            : new OutputTarget(Path.GetDirectoryName(path)!, Path.GetFileNameWithoutExtension(path), Path.GetExtension(path));
        try
        {
            Directory.CreateDirectory(target._directory);
            target.RequireRoom(count);
            target.RequireNames(name, count);
            return target;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.Usage($"--out: no file can be written in {target._directory}: {e.Message}");
        }
    }

    /// <summary>Writes an image under a temporary name first, so that a name never stands for half of one, and then renames it; a name
    /// that is taken gets a number.</summary>
    /// <param name="bytes">The bytes of the image.</param>
    /// <param name="name">Its name when the option gave none, without an extension.</param>
    /// <param name="mediaType">The media type, which decides the extension when the option gave none.</param>
    /// <returns>The full path of the file.</returns>
    public string Save(ReadOnlyMemory<byte> bytes, string name, string? mediaType)
    {
        // It may have been removed since.
        Directory.CreateDirectory(_directory);
        var temporary = TemporaryFile();
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(bytes.Span);
                file.Flush(flushToDisk: true);
            }

            return Take(name, FileNames.Extension(mediaType), 1, file => File.Move(temporary, file, overwrite: false)).File;
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    private void RequireRoom(int count)
    {
        var empty = new byte[LeastRoom];
        using var probe = new FileStream(
            TemporaryFile(), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        for (var i = 0; i < count; i++)
        {
            probe.Write(empty);
        }

        probe.Flush(flushToDisk: true);
    }

    // With the numbers that they will have, which make a name longer.
    private void RequireNames(string name, int count)
    {
        var next = 1;
        for (var i = 0; i < count; i++)
        {
            next = Take(name, FileNames.LongestExtension, next, static file =>
                new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose()).Next;
        }
    }

    private (string File, int Next) Take(string name, string extension, int number, Action<string> take)
    {
        for (; ; number++)
        {
            var suffix = number == 1 ? "" : "-" + number.ToString(CultureInfo.InvariantCulture);
            var file = Path.Combine(_directory, (_name ?? name) + suffix + (_extension ?? extension));
            try
            {
                take(file);
                return (file, number + 1);
            }
            catch (IOException) when (Path.Exists(file))
            {
                // Taken, perhaps only just now by another process.
            }
        }
    }

    private string TemporaryFile() => Path.Combine(_directory, $".imagegen-{Guid.NewGuid():N}.part");

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Its directory is gone, or as inaccessible as it was before: it is not needed there.
        }
    }
}
