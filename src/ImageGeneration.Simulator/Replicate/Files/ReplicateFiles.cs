using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ImageGeneration.Simulator.Hosting;

namespace ImageGeneration.Simulator.Replicate.Files;

/// <summary>The routes of <c>/files</c>; uploads live in memory, for a day.</summary>
internal sealed class ReplicateFiles(ReplicateSimulatorOptions options, SeededRandom random, PredictionTime time)
{
    private readonly ConcurrentDictionary<string, UploadedFile> _files = new(StringComparer.Ordinal);
    private readonly byte[] _signingKey = Encoding.ASCII.GetBytes(random.Word("0123456789abcdef", 32));
    private long _number;

    public async ValueTask<ApiReply> CreateAsync(ApiRequest request)
    {
        var (upload, complaint) = await Upload.ReadAsync(request);
        if (complaint is not null)
        {
            return ReplicateProblems.InvalidInput([complaint]);
        }

        if (upload!.Bytes.Length >= options.FileLimit)
        {
            return ReplicateProblems.FileTooLarge();
        }

        var id = Convert.ToBase64String(random.NextGuid().ToByteArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        var file = new UploadedFile(
            Interlocked.Increment(ref _number), id, upload.Name, upload.ContentType, upload.Bytes, upload.Metadata, request.Time);
        _files[id] = file;
        return Reply(201, request, file);
    }

    public ApiReply List(ApiRequest request)
    {
        if (!Page.TryCursor(request, out var below))
        {
            return ReplicateProblems.NotJson();
        }

        var files = _files.Values.Where(file => file.Number < below && IsAlive(file, request.Time))
            .OrderByDescending(file => file.Number).Take(Page.Size + 1).ToList();
        return Page.Create(request, files, file => file.Number, file => ToJson(file, request.Origin));
    }

    public ApiReply Read(ApiRequest request) => Find(request) is { } file ? Reply(200, request, file) : ReplicateProblems.NoFile();

    public ApiReply Delete(ApiRequest request) =>
        Find(request) is { } file && _files.TryRemove(file.Id, out _) ? new ApiReply { Status = 204 } : ReplicateProblems.NoFile();

    /// <summary>Returns the file, without a key, for a request with the owner, an expiry in the future and the right signature.</summary>
    public ApiReply Download(ApiRequest request)
    {
        var owner = request.Query("owner") ?? "";
        var expiry = request.Query("expiry") ?? "";
        var signature = Sign(owner, request.Segment("id"), expiry);
        var valid = CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(signature), Encoding.ASCII.GetBytes(request.Query("signature") ?? ""))
            && owner == ReplicateLookups.Owner
            && long.TryParse(expiry, CultureInfo.InvariantCulture, out var seconds)
            && request.Time.ToUnixTimeSeconds() < seconds;
        return valid && Find(request) is { } file
            ? new ApiReply { Status = 200, ContentType = "application/octet-stream", Body = file.Bytes }
            : ReplicateProblems.NoFile();
    }

    /// <summary>Gets the address under which a file can be downloaded without a key until <paramref name="expiry"/>.</summary>
    public string? SignedPath(string id, DateTimeOffset expiry)
    {
        if (!_files.ContainsKey(id))
        {
            return null;
        }

        var until = expiry.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = Uri.EscapeDataString(Sign(ReplicateLookups.Owner, id, until));
        return $"/v1/files/{id}/download?expiry={until}&owner={ReplicateLookups.Owner}&signature={signature}";
    }

    private string Sign(string owner, string id, string expiry) =>
        Convert.ToBase64String(HMACSHA256.HashData(_signingKey, Encoding.UTF8.GetBytes($"{owner} {id} {expiry}")));

    private UploadedFile? Find(ApiRequest request) =>
        _files.TryGetValue(request.Segment("id"), out var file) && IsAlive(file, request.Time) ? file : null;

    private bool IsAlive(UploadedFile file, DateTimeOffset now) => now - file.CreatedAt < options.FileLifetime;

    private ApiReply Reply(int status, ApiRequest request, UploadedFile file) =>
        ApiReply.Json(status, ToJson(file, request.Origin));

    // CA5351: an MD5 is what the real service reports.
#pragma warning disable CA5351
    private JsonObject ToJson(UploadedFile file, string origin)
    {
        var md5 = Convert.ToHexStringLower(MD5.HashData(file.Bytes.Span));
        return new()
        {
            ["id"] = file.Id,
            ["name"] = file.Name,
            ["content_type"] = file.ContentType,
            ["size"] = file.Bytes.Length,
            ["etag"] = md5,
            ["checksums"] = new JsonObject { ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(file.Bytes.Span)), ["md5"] = md5 },
            ["metadata"] = JsonNode.Parse(file.Metadata),
            ["created_at"] = time.Web(file.CreatedAt),
            ["expires_at"] = time.Web(file.CreatedAt + options.FileLifetime),
            ["urls"] = new JsonObject { ["get"] = $"{origin}/v1/files/{file.Id}" },
        };
    }
#pragma warning restore CA5351
}
