using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace AdaptiveProvider.Architecture.Tests.PublicApi;

/// <summary>What an assembly offers to other people's code, as sorted lines: one per type, one indented per member. Nullable annotations are left out.</summary>
internal static class ApiText
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>The public surface of an assembly.</summary>
    public static string Of(Assembly assembly)
    {
        var blocks =
            from type in assembly.GetExportedTypes()
            where !type.FullName!.Contains('<') // blocks of extension members; their methods are listed with the class around them
            let lines = Members(type).Distinct().Order(StringComparer.Ordinal).Select(line => "  " + line)
            orderby type.FullName
            select string.Join('\n', [Heading(type), .. lines]);
        return string.Join('\n', blocks) + "\n";
    }

    private static string Heading(Type type)
    {
        if (type.IsEnum)
        {
            return $"enum {TypeText.Of(type, full: true)}";
        }

        string kind = type.IsInterface ? "interface" : type.IsValueType ? "struct" : typeof(Delegate).IsAssignableFrom(type) ? "delegate" : "class";
        string how = type is { IsAbstract: true, IsSealed: true } ? "static " : type is { IsInterface: false, IsAbstract: true } ? "abstract " : type is { IsSealed: true, IsValueType: false } ? "sealed " : "";
        var inherited = type.BaseType?.GetInterfaces() ?? [];
        var bases = (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) ? [parent] : Type.EmptyTypes)
            .Concat(type.GetInterfaces().Except(inherited).Where(implemented => implemented.IsVisible).OrderBy(implemented => TypeText.Of(implemented), StringComparer.Ordinal));
        string list = string.Join(", ", bases.Select(item => TypeText.Of(item)));
        return $"{how}{kind} {TypeText.Of(type, full: true)}{(list.Length > 0 ? " : " : "")}{list}";
    }

    private static IEnumerable<string> Members(Type type)
    {
        foreach (var field in type.GetFields(Declared).Where(field => IsSeen(field) && !field.IsSpecialName))
        {
            string value = field.IsLiteral ? " = " + Value(field.GetRawConstantValue()) : "";
            yield return type.IsEnum ? field.Name + value : $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}{TypeText.Of(field.FieldType)} {field.Name}{value}";
        }

        if (type.IsEnum)
        {
            yield break;
        }

        foreach (var constructor in type.GetConstructors(Declared).Where(IsSeen))
        {
            yield return $"{Access(constructor)}new({Parameters(constructor)})";
        }

        foreach (var property in type.GetProperties(Declared).Where(property => property.GetAccessors(true).Any(IsSeen)))
        {
            var first = property.GetAccessors(true).First(IsSeen);
            string index = string.Join(", ", property.GetIndexParameters().Select(Parameter));
            string accessors = string.Concat(property.GetAccessors(true).Where(IsSeen).OrderBy(accessor => accessor.ReturnType == typeof(void)).Select(Accessor));
            yield return $"{Access(first)}{TypeText.Of(property.PropertyType)} {(index.Length > 0 ? $"this[{index}]" : property.Name)} {{ {accessors}}}";
        }

        foreach (var occurrence in type.GetEvents(Declared).Where(occurrence => IsSeen(occurrence.AddMethod!)))
        {
            yield return $"{Access(occurrence.AddMethod!)}event {TypeText.Of(occurrence.EventHandlerType!)} {occurrence.Name}";
        }

        foreach (var method in type.GetMethods(Declared).Where(method => IsSeen(method) && IsWritten(method)))
        {
            string generic = method.IsGenericMethodDefinition ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";
            yield return $"{Access(method)}{TypeText.Of(method.ReturnType)} {method.Name}{generic}({Parameters(method)})";
        }
    }

    private static bool IsSeen(FieldInfo field) => field.IsPublic || ((field.IsFamily || field.IsFamilyOrAssembly) && !field.DeclaringType!.IsSealed);

    private static bool IsSeen(MethodBase method) => method.IsPublic || ((method.IsFamily || method.IsFamilyOrAssembly) && !method.DeclaringType!.IsSealed);

    /// <summary>Not an accessor, and not one of those that the compiler gives every record. Operators count.</summary>
    private static bool IsWritten(MethodInfo method)
        => !method.Name.Contains('<')
            && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
            && !method.IsDefined(typeof(CompilerGeneratedAttribute));

    private static string Access(MethodBase method)
        => (method.IsPublic ? "" : "protected ")
            + (method.IsStatic ? "static " : "")
            + (method is { IsAbstract: true, DeclaringType.IsInterface: false } ? "abstract " : method is MethodInfo { IsVirtual: true, IsFinal: false, DeclaringType.IsInterface: false } virtuals ? Virtual(virtuals) : "");

    private static string Virtual(MethodInfo method) => method.GetBaseDefinition().DeclaringType == method.DeclaringType ? "virtual " : "override ";

    private static string Accessor(MethodInfo accessor)
        => accessor.ReturnType != typeof(void) ? "get; "
            : accessor.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init; " : "set; ";

    private static string Parameters(MethodBase method)
        => (method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "") + string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        string how = parameter.IsOut ? "out " : parameter.IsIn ? "in " : parameter.ParameterType.IsByRef ? "ref " : parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        return $"{how}{TypeText.Of(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? " = " + Value(parameter.RawDefaultValue) : "")}";
    }

    private static string Value(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
