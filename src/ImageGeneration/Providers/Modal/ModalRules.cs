using System.Buffers;
using ImageGeneration.Providers.Kit.Reading;

namespace ImageGeneration.Providers.Modal;

/// <summary>Validates the rules across the settings of a Modal endpoint. No message contains a key.</summary>
internal static class ModalRules
{
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // Headers that the transport or another setting writes.
    private static readonly string[] ReservedHeaders =
        ["Authorization", "Modal-Key", "Modal-Secret", "Accept", "User-Agent", "Cache-Control", "Host", "Connection", "Transfer-Encoding"];

    public static void Check(string path, ModalOptions options, List<string> failures)
    {
        if (!Enum.IsDefined(options.Mode))
        {
            failures.Add($"{path}:Mode must be one of: {string.Join(", ", Enum.GetNames<ModalMode>())}.");
        }

        CheckProxyToken(path, options, failures);
        CheckRoute($"{path}:SubmitRoute", options.SubmitRoute, namesTheCall: false, failures);
        CheckRoute($"{path}:ResultRoute", options.ResultRoute ?? "", namesTheCall: true, failures);
        CheckRoute($"{path}:CancelRoute", options.CancelRoute, namesTheCall: true, failures);
        CheckFields(path, options, failures);
        if (options.OutputField is not null && OutputMember.Parse(options.OutputField) is null)
        {
            failures.Add($"{path}:OutputField {OutputMember.Rule}.");
        }

        foreach (var (name, value) in options.Headers)
        {
            if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(TokenCharacters)
                || (value ?? "").AsSpan().ContainsAnyExceptInRange(' ', '~'))
            {
                failures.Add(
                    $"{path}:Headers:{name} must be an HTTP header: a name without blanks, and a value of printable ASCII characters.");
            }
            else if (ReservedHeaders.Contains(name, StringComparer.OrdinalIgnoreCase)
                || name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))
            {
                failures.Add(
                    $"{path}:Headers:{name} is written by the library; "
                    + $"for keys use {path}:ApiKey, or {path}:ProxyKey and {path}:ProxySecret.");
            }
        }
    }

    private static void CheckProxyToken(string path, ModalOptions options, List<string> failures)
    {
        var (key, secret) = (!string.IsNullOrWhiteSpace(options.ProxyKey), !string.IsNullOrWhiteSpace(options.ProxySecret));
        if (key != secret)
        {
            failures.Add(
                $"{path}:ProxyKey and {path}:ProxySecret must be set both or neither; only {(key ? "ProxyKey" : "ProxySecret")} is.");
        }
        else if (key && ModalKey.FromProxyToken(options.ProxyKey, options.ProxySecret).Problem is { } problem)
        {
            failures.Add($"{path}:ProxyKey and {path}:ProxySecret are not a proxy token: {problem}");
        }
        else if (key && ModalKey.IsProxyToken(options.ApiKey))
        {
            failures.Add($"{path}:ApiKey holds a proxy token, and so do {path}:ProxyKey and {path}:ProxySecret; set it once.");
        }
    }

    private static void CheckRoute(string setting, string? route, bool namesTheCall, List<string> failures)
    {
        if (route is null)
        {
            return;
        }

        if (!route.StartsWith('/') || route.StartsWith("//", StringComparison.Ordinal) || route.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            failures.Add($"{setting} ({route}) must be a path below the base URL that starts with one '/'.");
        }
        else if (namesTheCall && !route.Contains(ModalRoutes.CallId, StringComparison.Ordinal))
        {
            failures.Add($"{setting} ({route}) must hold {ModalRoutes.CallId}, where the id of the call goes.");
        }
    }

    private static void CheckFields(string path, ModalOptions options, List<string> failures)
    {
        foreach (var (field, name) in options.Fields)
        {
            if (!ModalContract.Names.Contains(field, StringComparer.Ordinal))
            {
                failures.Add($"{path}:Fields:{field} is not a field of the contract; those are {string.Join(", ", ModalContract.Names)}.");
            }
            else if (field == "prompt" && string.IsNullOrWhiteSpace(name))
            {
                failures.Add($"{path}:Fields:prompt must not be empty: without it nothing could be asked for.");
            }
        }
    }
}
