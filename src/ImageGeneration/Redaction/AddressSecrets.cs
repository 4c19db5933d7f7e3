namespace ImageGeneration.Redaction;

/// <summary>Finds the secrets of an address: user name and password, and what signs a link or grants access to it.</summary>
internal static class AddressSecrets
{
    // A value of this length is no size and no format.
    private const int MinUnnamedLength = 20;
    private const int MinNamedLength = 4;

    /// <summary>Finds the secrets of a text that is an address, well-formed or not; none in any other text.</summary>
    public static IEnumerable<string> Find(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            yield break;
        }

        var rest = text[(scheme + 3)..];
        var query = rest.IndexOf('?');
        var authority = rest[..(rest.IndexOfAny(['/', '?', '#']) is >= 0 and var end ? end : rest.Length)];
        foreach (var part in FindInUserInfo(authority).Concat(query < 0 ? [] : FindInQuery(rest[(query + 1)..])))
        {
            yield return part;
        }
    }

    private static IEnumerable<string> FindInUserInfo(string authority)
    {
        if (authority.LastIndexOf('@') is not (> 0 and var at))
        {
            return [];
        }

        var user = authority[..at];
        var password = user[(user.IndexOf(':') + 1)..];
        return new[] { user, password }.SelectMany(WithPlain);
    }

    private static IEnumerable<string> FindInQuery(string query)
    {
        foreach (var parameter in query.Split('#')[0].Split('&', ';'))
        {
            var equals = parameter.IndexOf('=');
            var (name, value) = equals < 0 ? ("", parameter) : (parameter[..equals], parameter[(equals + 1)..]);
            if (value.Length >= MinUnnamedLength || (value.Length >= MinNamedLength && SecretNames.Are(name)))
            {
                foreach (var form in WithPlain(value))
                {
                    yield return form;
                }
            }
        }
    }

    private static IEnumerable<string> WithPlain(string value) => [value, Uri.UnescapeDataString(value)];
}
