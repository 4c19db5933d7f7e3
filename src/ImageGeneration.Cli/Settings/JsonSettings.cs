using System.Text.Json;
using Microsoft.Extensions.Configuration.Json;

namespace ImageGeneration.Cli.Settings;

/// <summary>Reads a JSON file of settings at once.</summary>
internal sealed class JsonSettings : JsonStreamConfigurationProvider
{
    private JsonSettings(Stream stream)
        : base(new() { Stream = stream })
    {
    }

    /// <param name="path">The file.</param>
    /// <param name="asTyped">The name of the file in messages.</param>
    /// <param name="section">The section to read, when the file has it; otherwise the whole file is read.</param>
    /// <param name="cancellationToken">The token that ends the wait for a pipe without a writer.</param>
    public static async Task<IEnumerable<KeyValuePair<string, string?>>> ReadAsync(
        string path, string asTyped, string section, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
        {
            throw CliException.Settings($"--config: {asTyped} is a directory, not a JSON file.");
        }

        try
        {
            // Opening a pipe waits for its writer, and no token ends that; the thread does not keep the process running.
            var reading = Task.Run(() => ReadAll(path), CancellationToken.None);
            var json = new JsonSettings(await reading.WaitAsync(cancellationToken));
            json.Load();
            var prefix = section + ":";
            var isInSection = json.Data.Keys.Any(key => key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
            return isInSection
                ? json.Data.Where(setting => setting.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                    .Select(setting => KeyValuePair.Create(setting.Key[prefix.Length..], setting.Value))
                : json.Data;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.Settings($"--config: {asTyped} cannot be read: {e.Message}");
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or JsonException)
        {
            throw CliException.Settings($"--config: {asTyped} is not valid JSON: {(e.InnerException ?? e).Message}");
        }
    }

    private static MemoryStream ReadAll(string path)
    {
        using var file = File.OpenRead(path);
        var bytes = new MemoryStream();
        file.CopyTo(bytes);
        bytes.Position = 0;
        return bytes;
    }
}
