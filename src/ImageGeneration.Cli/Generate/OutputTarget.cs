using System.Globalization;

namespace ImageGeneration.Cli.Generate;

/// <summary>Where the pictures go. Found out, and tried, before anything is spent.</summary>
internal sealed class OutputTarget
{
    // What has no room for this much has none for a picture.
    private const int LeastRoom = 1 << 20;

    private readonly string _directory;
    private readonly string? _name;
    private readonly string? _extension;

    private OutputTarget(string directory, string? name, string? extension) =>
        (_directory, _name, _extension) = (directory, name, extension);

    /// <summary>A folder, for files that get their names from what they hold.</summary>
    public static OutputTarget Folder(string directory) => new(directory, null, null);

    /// <param name="out">The option: a file, a directory, or null for the working directory. A name that does not exist yet and has no
    /// extension is a directory.</param>
    /// <param name="workingDirectory">What a relative name starts from.</param>
    /// <param name="name">A name such as the files get when the option gives none, without an extension.</param>
    /// <param name="count">How many pictures there may be.</param>
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

    /// <summary>Writes a picture under a temporary name first, so that a name never stands for half of one, and then gives it its name;
    /// one that is taken gets a number.</summary>
    /// <param name="bytes">The picture.</param>
    /// <param name="name">Its name when the option gave none, without an extension.</param>
    /// <param name="mediaType">Decides the extension when the option gave none.</param>
    /// <returns>The file's full path.</returns>
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
                // Taken, perhaps only just now by somebody else.
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
            // Its folder is gone, or as closed as it was before: nobody misses it there.
        }
    }
}
